# Creates the event subscriptions of the lake, one per path of a dataset and one for renames, and deletes those of removed paths.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Join-Path $PSScriptRoot '../..')

# The host creates the key for Event Grid when it first finds a blob trigger, soon after the deployment. There is none if all containers
# are found by patterns; then there are no subscriptions either.
$needsKey = $env:HAS_BLOB_TRIGGERS -ne 'false'
$key = $null
foreach ($try in 1..12) {
  if (-not $needsKey) { break }
  try {
    $key = az functionapp keys list --resource-group $env:AZURE_RESOURCE_GROUP --name $env:FUNCTION_APP `
      --query systemKeys.blobs_extension --output tsv
  } catch {
    $key = $null
  }
  if ($key) { break }
  Start-Sleep -Seconds 10
}
if ($needsKey -and -not $key) {
  throw "The app $env:FUNCTION_APP has no key blobs_extension, so it did not start. Look at its log, then run 'azd hooks run postdeploy'."
}

az stack group create --name sluice-events --resource-group $env:AZURE_RESOURCE_GROUP `
  --template-file infra/events.bicep --parameters infra/events.bicepparam `
  --action-on-unmanage deleteResources --deny-settings-mode none --yes --output none
