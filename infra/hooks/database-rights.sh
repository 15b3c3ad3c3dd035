#!/bin/sh
# Makes the app's identity a user of the warehouse, with the rights that it needs and no more. Does no harm twice.
set -eu
cd "$(dirname "$0")/../.."

if ! command -v sqlcmd > /dev/null; then
  echo "sqlcmd is not here. Install it (docs/operations.md, Deploy), and run this script again with 'azd hooks run postprovision'." >&2
  exit 1
fi

# The firewall lets Azure in, which this machine may not be a part of: then the server says which address it sees, and that one is let in
# until the end of this script.
server=${SQL_SERVER%%.*}
address=
trap '[ -z "$address" ] || az sql server firewall-rule delete --resource-group "$AZURE_RESOURCE_GROUP" --server "$server" --name database-rights --output none' EXIT

# A rule takes a moment to count, and a database that sleeps a minute to wake.
for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
  # Signs in as whoever 'az login' did.
  if output=$(sqlcmd -S "$SQL_SERVER" -d "$SQL_DATABASE" --authentication-method ActiveDirectoryDefault -l 60 -b -i infra/sql/rights.sql -v client="$IDENTITY_CLIENT_ID" -v identity="$IDENTITY" 2>&1); then
    exit 0
  fi
  if [ -z "$address" ]; then
    address=$(printf '%s\n' "$output" | sed -n "s/.*Client with IP address '\([0-9.]*\)'.*/\1/p" | head -n 1)
    [ -z "$address" ] || az sql server firewall-rule create --resource-group "$AZURE_RESOURCE_GROUP" --server "$server" --name database-rights --start-ip-address "$address" --end-ip-address "$address" --output none
  fi
  sleep 10
done

printf '%s\n' "$output" >&2
exit 1
