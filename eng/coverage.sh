#!/usr/bin/env bash
# Appends line and branch coverage per assembly to a file, from the reports of the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

summary=${1:?Usage: eng/coverage.sh FILE}
reports=$(find TestResults -name 'coverage.cobertura*.xml')
[ -n "$reports" ] || { echo "There is no coverage report. Run the tests with --coverlet --coverlet-output-format cobertura." >&2; exit 1; }
{
  echo '| assembly | lines | branches |'
  echo '| --- | ---: | ---: |'
  for report in $reports; do
    sed -nE 's/.*<package name="([^"]*)" line-rate="([0-9.]*)" branch-rate="([0-9.]*)".*/\1 \2 \3/p' "$report"
  done | LC_ALL=C sort | awk '{ printf "| %s | %.0f %% | %.0f %% |\n", $1, 100 * $2, 100 * $3 }'
} >> "$summary"
