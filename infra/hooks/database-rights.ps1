# Makes the app's identity a user of the warehouse, with only the rights that it needs. It is safe to run this script again.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '../..')

if (-not (Get-Command sqlcmd -ErrorAction SilentlyContinue)) {
  throw "sqlcmd is not installed. Install it (docs/operations.md, Deploy), then run 'azd hooks run postprovision'."
}

# The firewall admits Azure, but perhaps not this machine. In that case the server's error names this machine's address, and a rule admits
# it until this script ends.
$server = $env:SQL_SERVER.Split('.')[0]
$address = $null
try {
  # A new rule takes a moment to work, and a paused database takes a minute to wake.
  foreach ($try in 1..12) {
    # Signs in with the account of 'az login'.
    $output = sqlcmd -S $env:SQL_SERVER -d $env:SQL_DATABASE --authentication-method ActiveDirectoryDefault -l 60 -b `
      -i infra/sql/rights.sql -v client="$env:IDENTITY_CLIENT_ID" -v identity="$env:IDENTITY" 2>&1 | Out-String
    if ($LASTEXITCODE -eq 0) { exit 0 }
    if (-not $address -and $output -match "Client with IP address '([0-9.]+)'") {
      $address = $Matches[1]
      az sql server firewall-rule create --resource-group $env:AZURE_RESOURCE_GROUP --server $server `
        --name database-rights --start-ip-address $address --end-ip-address $address --output none
    }
    Start-Sleep -Seconds 10
  }
  throw $output
} finally {
  if ($address) {
    az sql server firewall-rule delete --resource-group $env:AZURE_RESOURCE_GROUP --server $server `
      --name database-rights --output none
  }
}
