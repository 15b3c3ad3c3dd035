#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version, and fails if that is nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?Usage: eng/release-notes.sh vX.Y.Z}
notes=$(awk -v heading="## [${version#v}]" '/^## |^\[.*\]: / { inside = index($0, heading) == 1; next } inside' CHANGELOG.md)
if [ -z "${notes//[[:space:]]/}" ]; then
  echo "CHANGELOG.md has nothing of ${version#v}: give it a heading such as '## [${version#v}] - $(date +%F)'." >&2
  exit 1
fi
printf "%s\n" "$notes" | sed "/./,\$!d"
