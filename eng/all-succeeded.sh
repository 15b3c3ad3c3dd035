#!/usr/bin/env bash
# Fails unless each of the results it is given is `success`: a job that was skipped or cancelled has shown nothing.
set -euo pipefail

[ $# -gt 0 ] || { echo "Usage: eng/all-succeeded.sh RESULT..." >&2; exit 2; }
for result; do
  [ "$result" = success ] || { echo "Not all jobs succeeded: $*" >&2; exit 1; }
done
