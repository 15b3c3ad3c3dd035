#!/usr/bin/env bash
# Appends to a file how many lines and branches of the code the tests have run, from the reports that they wrote.
set -euo pipefail
cd "$(dirname "$0")/.."

summary=${1:?Usage: eng/coverage.sh FILE}
reports=$(find TestResults -name 'coverage.cobertura*.xml')
[ -n "$reports" ] || { echo "The tests wrote no report: run them with --coverlet --coverlet-output-format cobertura." >&2; exit 1; }
{
  echo '| assembly | lines | branches |'
  echo '| --- | ---: | ---: |'
  for report in $reports; do
    sed -nE 's/.*<package name="([^"]*)" line-rate="([0-9.]*)" branch-rate="([0-9.]*)".*/\1 \2 \3/p' "$report"
  done | LC_ALL=C sort | awk '{ printf "| %s | %.0f %% | %.0f %% |\n", $1, 100 * $2, 100 * $3 }'
} >> "$summary"
