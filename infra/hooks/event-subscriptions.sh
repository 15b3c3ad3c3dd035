#!/bin/sh
# Creates the event subscriptions of the lake, one per path of a dataset and one for renames, and deletes those of removed paths.
set -eu
cd "$(dirname "$0")/../.."

# The host creates the key for Event Grid when it first finds a blob trigger, soon after the deployment. There is none if all containers
# are found by patterns; then there are no subscriptions either.
key=
for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
  [ "${HAS_BLOB_TRIGGERS:-true}" = true ] || break
  key=$(az functionapp keys list --resource-group "$AZURE_RESOURCE_GROUP" --name "$FUNCTION_APP" \
    --query systemKeys.blobs_extension --output tsv || true)
  [ -n "$key" ] && break
  sleep 10
done
if [ -z "$key" ] && [ "${HAS_BLOB_TRIGGERS:-true}" = true ]; then
  echo "The app $FUNCTION_APP has no key blobs_extension, so it did not start. Look at its log, then run 'azd hooks run postdeploy'." >&2
  exit 1
fi

az stack group create --name sluice-events --resource-group "$AZURE_RESOURCE_GROUP" \
  --template-file infra/events.bicep --parameters infra/events.bicepparam \
  --action-on-unmanage deleteResources --deny-settings-mode none --yes --output none
