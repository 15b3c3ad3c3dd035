#!/bin/sh
# Registers the app in Microsoft Entra ID, with its roles, its scope, the sign-in of the dashboard and the clients of Power Query. Somebody
# with the right to register apps runs it once, after the first deployment, and again after a change. It is safe to run this script again.
set -eu

host=$(az functionapp show --resource-group "$AZURE_RESOURCE_GROUP" --name "$FUNCTION_APP" --query defaultHostName --output tsv)
address="https://$host"
name="Sluice $FUNCTION_APP"
app=$(az ad app list --display-name "$name" --query '[0].id' --output tsv)
if [ -z "$app" ]; then
  app=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query id --output tsv)
fi

# The ids of scope and roles belong to this script, so that running it again changes nothing. The last two clients are Power Query in
# Excel and Power BI, and the refresh of Power BI: they need no consent of each person. A new scope exists only after the first request.
scope=5a1c5f3e-6b0e-4d5f-9a44-3f2f3a6d0c01
api="\"requestedAccessTokenVersion\":2,\"oauth2PermissionScopes\":[{\"id\":\"$scope\",\"value\":\"user_impersonation\",\"type\":\"User\",
  \"isEnabled\":true,\"adminConsentDisplayName\":\"Use Sluice\",\"adminConsentDescription\":\"Use Sluice as the person who has signed in.\",
  \"userConsentDisplayName\":\"Use Sluice\",\"userConsentDescription\":\"Use Sluice with your roles.\"}]"
role() {
  printf '{"id":"%s","value":"%s","displayName":"%s","description":"%s","isEnabled":true,"allowedMemberTypes":["User","Application"]}' \
    "$1" "$2" "$2" "$3"
}
roles="$(role 5a1c5f3e-6b0e-4d5f-9a44-3f2f3a6d0c02 Reader 'Reads what the lake definition lets the caller see.'),\
$(role 5a1c5f3e-6b0e-4d5f-9a44-3f2f3a6d0c03 Operator 'Reads, loads, sweeps, uploads and erases.'),\
$(role 5a1c5f3e-6b0e-4d5f-9a44-3f2f3a6d0c04 Auditor 'Reads who has done what.')"
patch() {
  az rest --method PATCH --url "https://graph.microsoft.com/v1.0/applications/$app" --headers Content-Type=application/json --body "$1"
}
if [ "$(az ad app show --id "$app" --query 'length(appRoles)' --output tsv)" = 0 ]; then
  patch "{\"appRoles\":[$roles]}"
fi
patch "{\"identifierUris\":[\"$address\"],\"spa\":{\"redirectUris\":[\"$address/api/dashboard\"]},\"api\":{$api}}"
patch "{\"api\":{$api,\"preAuthorizedApplications\":[
  {\"appId\":\"a672d62c-fc7b-4e81-a576-e60dc46e951d\",\"delegatedPermissionIds\":[\"$scope\"]},
  {\"appId\":\"b52893c8-bc2e-47fc-918b-77022b299bbc\",\"delegatedPermissionIds\":[\"$scope\"]}]}}"

client=$(az ad app show --id "$app" --query appId --output tsv)
az ad sp show --id "$client" --output none 2> /dev/null || az ad sp create --id "$client" --output none

# Only those who have a role can get a token.
az ad sp update --id "$client" --set appRoleAssignmentRequired=true
echo "SLUICE_ACCESS_MODE=Entra"
echo "SLUICE_ACCESS_CLIENT_ID=$client"
echo "SLUICE_ACCESS_APP_ID_URI=$address"
