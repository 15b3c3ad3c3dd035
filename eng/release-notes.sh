#!/usr/bin/env bash
# Prints a version's section of CHANGELOG.md. Fails if there is none.
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?Usage: eng/release-notes.sh vX.Y.Z}
notes=$(awk -v heading="## [${version#v}]" '/^## |^\[.*\]: / { inside = index($0, heading) == 1; next } inside' CHANGELOG.md)
if [ -z "${notes//[[:space:]]/}" ]; then
  echo "CHANGELOG.md has no section for ${version#v}. Add a heading such as '## [${version#v}] - $(date +%F)'." >&2
  exit 1
fi
printf "%s\n" "$notes" | sed "/./,\$!d"
