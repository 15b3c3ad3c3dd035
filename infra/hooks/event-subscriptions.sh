#!/bin/sh
# Creates the event subscriptions of the lake, one per dataset and one for renames, and deletes those of removed datasets.
set -eu
cd "$(dirname "$0")/../.."

# The host creates the key for Event Grid when it first finds a blob trigger, soon after the deployment.
key=
for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
  key=$(az functionapp keys list --resource-group "$AZURE_RESOURCE_GROUP" --name "$FUNCTION_APP" \
    --query systemKeys.blobs_extension --output tsv || true)
  [ -n "$key" ] && break
  sleep 10
done
if [ -z "$key" ]; then
  echo "The app $FUNCTION_APP has no key blobs_extension, so it did not start. Look at its log, then run 'azd hooks run postdeploy'." >&2
  exit 1
fi

az stack group create --name sluice-events --resource-group "$AZURE_RESOURCE_GROUP" \
  --template-file infra/events.bicep --parameters infra/events.bicepparam \
  --action-on-unmanage deleteResources --deny-settings-mode none --yes --output none
