#!/usr/bin/env bash
# Fails if a package that a release has, of NuGet or of npm, has a known vulnerability.
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet restore Functions.sln
found=$(dotnet list Functions.sln package --vulnerable --include-transitive)
echo "$found"
[[ $found != *"has the following vulnerable packages"* ]]
npm audit --audit-level=high
