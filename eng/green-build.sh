#!/usr/bin/env bash
# Prints `commit=<SHA>` of a tag or a commit if the workflow `build` has passed for that commit on main. Fails otherwise.
set -euo pipefail

version=${1:?Usage: eng/green-build.sh TAG|COMMIT}
commit=$(gh api "repos/$GITHUB_REPOSITORY/commits/$version" --jq .sha)

# Only pushes to main count: anybody can open a pull request.
passed=$(gh run list --repo "$GITHUB_REPOSITORY" --workflow build.yml --branch main --event push --commit "$commit" --status success \
  --json databaseId --jq length)
if [ "$passed" -eq 0 ]; then
  echo "The build of $version ($commit) on main has not passed: see https://github.com/$GITHUB_REPOSITORY/actions/workflows/build.yml" >&2
  exit 1
fi
echo "commit=$commit"
