# Makes the app's identity a user of the warehouse, with the rights that it needs and no more. Does no harm twice.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Join-Path $PSScriptRoot '../..')

if (-not (Get-Command sqlcmd -ErrorAction SilentlyContinue)) {
  throw "sqlcmd is not here. Install it (docs/operations.md, Deploy), and run this script again with 'azd hooks run postprovision'."
}

# Signs in as whoever 'az login' did. A serverless database that sleeps needs up to a minute to wake.
sqlcmd -S $env:SQL_SERVER -d $env:SQL_DATABASE --authentication-method ActiveDirectoryDefault `
  -l 120 -b -i infra/sql/rights.sql -v identity="$env:IDENTITY"
