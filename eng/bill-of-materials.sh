#!/usr/bin/env bash
# Writes what a release consists of to packages/, as CycloneDX: the packages of NuGet, and those of npm that the dashboard is built from.
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?Usage: eng/bill-of-materials.sh vX.Y.Z}
dotnet tool install CycloneDX --version 6.3.1 --tool-path obj/tools
obj/tools/dotnet-CycloneDX Functions.sln --exclude-test-projects --output packages --filename nuget.cdx.json --output-format Json \
  --set-name sluice --set-version "${version#v}"
npm sbom --sbom-format cyclonedx > packages/npm.cdx.json
