#!/usr/bin/env bash
# Builds the images of the app and of the command line, pushes them to GitHub's registry, tagged with the version and `latest`, and
# signs them.
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?Usage: eng/publish-images.sh vX.Y.Z}
version=${version#v}
owner=${GITHUB_REPOSITORY_OWNER,,}
registry=ghcr.io/$owner

docker login ghcr.io --username "$GITHUB_ACTOR" --password-stdin <<< "$GH_TOKEN"
source=https://github.com/$GITHUB_REPOSITORY
docker build --build-arg "VERSION=$version" \
  --label "org.opencontainers.image.source=$source" --label "org.opencontainers.image.version=$version" \
  --tag "$registry/sluice-functions:$version" --tag "$registry/sluice-functions:latest" .
docker push --all-tags "$registry/sluice-functions"
dotnet publish src/Sluice.Local --os linux --arch x64 -t:PublishContainer \
  "-p:MinVerVersionOverride=$version" -p:ContainerRegistry=ghcr.io "-p:ContainerRepository=$owner/sluice" \
  "-p:ContainerImageTags=\"$version;latest\""

# Signed by the identity of the workflow, without a key: docs/operations.md says how to check it.
for image in sluice-functions sluice; do
  digest=$(docker buildx imagetools inspect "$registry/$image:$version" --format '{{.Manifest.Digest}}')
  cosign sign --yes "$registry/$image@$digest"
done
