# Creates the event subscriptions of the lake, one per dataset and one for renames, and deletes those of removed datasets.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Join-Path $PSScriptRoot '../..')

# The host creates the key for Event Grid when it first finds a blob trigger, soon after the deployment.
$key = $null
foreach ($try in 1..12) {
  try {
    $key = az functionapp keys list --resource-group $env:AZURE_RESOURCE_GROUP --name $env:FUNCTION_APP `
      --query systemKeys.blobs_extension --output tsv
  } catch {
    $key = $null
  }
  if ($key) { break }
  Start-Sleep -Seconds 10
}
if (-not $key) {
  throw "The app $env:FUNCTION_APP has no key blobs_extension, so it did not start. Look at its log, then run 'azd hooks run postdeploy'."
}

az stack group create --name sluice-events --resource-group $env:AZURE_RESOURCE_GROUP `
  --template-file infra/events.bicep --parameters infra/events.bicepparam `
  --action-on-unmanage deleteResources --deny-settings-mode none --yes --output none
