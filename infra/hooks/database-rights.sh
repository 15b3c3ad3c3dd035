#!/bin/sh
# Makes the app's identity a user of the warehouse, with the rights that it needs and no more. Does no harm twice.
set -eu
cd "$(dirname "$0")/../.."

if ! command -v sqlcmd > /dev/null; then
  echo "sqlcmd is not here. Install it (docs/operations.md, Deploy), and run this script again with 'azd hooks run postprovision'." >&2
  exit 1
fi

# Signs in as whoever 'az login' did. A serverless database that sleeps needs up to a minute to wake.
sqlcmd -S "$SQL_SERVER" -d "$SQL_DATABASE" --authentication-method ActiveDirectoryDefault \
  -l 120 -b -i infra/sql/rights.sql -v identity="$IDENTITY"
