#!/bin/sh
# Makes the app's identity a user of the warehouse, with only the rights that it needs. It is safe to run this script again.
set -eu
cd "$(dirname "$0")/../.."

if ! command -v sqlcmd > /dev/null; then
  echo "sqlcmd is not installed. Install it (docs/operations.md, Deploy), then run 'azd hooks run postprovision'." >&2
  exit 1
fi

# The firewall admits Azure, but perhaps not this machine. In that case the server's error names this machine's address, and a rule admits
# it until this script ends.
server=${SQL_SERVER%%.*}
address=
trap '[ -z "$address" ] || az sql server firewall-rule delete --resource-group "$AZURE_RESOURCE_GROUP" --server "$server" \
  --name database-rights --output none' EXIT

# A new rule takes a moment to work, and a paused database takes a minute to wake.
for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
  # Signs in with the account of 'az login'.
  if output=$(sqlcmd -S "$SQL_SERVER" -d "$SQL_DATABASE" --authentication-method ActiveDirectoryDefault -l 60 -b \
    -i infra/sql/rights.sql -v client="$IDENTITY_CLIENT_ID" -v identity="$IDENTITY" 2>&1); then
    exit 0
  fi
  if [ -z "$address" ]; then
    address=$(printf '%s\n' "$output" | sed -n "s/.*Client with IP address '\([0-9.]*\)'.*/\1/p" | head -n 1)
    [ -z "$address" ] || az sql server firewall-rule create --resource-group "$AZURE_RESOURCE_GROUP" --server "$server" \
      --name database-rights --start-ip-address "$address" --end-ip-address "$address" --output none
  fi
  sleep 10
done

printf '%s\n' "$output" >&2
exit 1
