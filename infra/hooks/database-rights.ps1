# Makes the app's identity a user of the warehouse, with the rights that it needs and no more. Does no harm twice.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '../..')

if (-not (Get-Command sqlcmd -ErrorAction SilentlyContinue)) {
  throw "sqlcmd is not here. Install it (docs/operations.md, Deploy), and run this script again with 'azd hooks run postprovision'."
}

# The firewall lets Azure in, which this machine may not be a part of: then the server says which address it sees, and that one is let in
# until the end of this script.
$server = $env:SQL_SERVER.Split('.')[0]
$address = $null
try {
  # A rule takes a moment to count, and a database that sleeps a minute to wake.
  foreach ($try in 1..12) {
    # Signs in as whoever 'az login' did.
    $output = sqlcmd -S $env:SQL_SERVER -d $env:SQL_DATABASE --authentication-method ActiveDirectoryDefault -l 60 -b -i infra/sql/rights.sql -v client="$env:IDENTITY_CLIENT_ID" -v identity="$env:IDENTITY" 2>&1 | Out-String
    if ($LASTEXITCODE -eq 0) { exit 0 }
    if (-not $address -and $output -match "Client with IP address '([0-9.]+)'") {
      $address = $Matches[1]
      az sql server firewall-rule create --resource-group $env:AZURE_RESOURCE_GROUP --server $server --name database-rights --start-ip-address $address --end-ip-address $address --output none
    }
    Start-Sleep -Seconds 10
  }
  throw $output
} finally {
  if ($address) {
    az sql server firewall-rule delete --resource-group $env:AZURE_RESOURCE_GROUP --server $server --name database-rights --output none
  }
}
