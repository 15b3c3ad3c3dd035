#!/usr/bin/env bash
# Fails unless every given result is `success`. A skipped or cancelled job proves nothing.
set -euo pipefail

[ $# -gt 0 ] || { echo "Usage: eng/all-succeeded.sh RESULT..." >&2; exit 2; }
for result; do
  [ "$result" = success ] || { echo "Not all jobs succeeded: $*" >&2; exit 1; }
done
