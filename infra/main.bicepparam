using 'main.bicep'

// The Azure Developer CLI sets the first three variables. docs/operations.md lists the others.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'sluice')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param uploaders = filter([readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')], id => !empty(id))
param production = bool(readEnvironmentVariable('SLUICE_PRODUCTION', 'false'))
param privateNetwork = bool(readEnvironmentVariable('SLUICE_PRIVATE_NETWORK', 'false'))
param hashKey = bool(readEnvironmentVariable('SLUICE_HASH_KEY', 'false'))
param alertEmails = filter(split(readEnvironmentVariable('SLUICE_ALERT_EMAILS', ''), ','), email => !empty(email))
param appAccess = {
  mode: readEnvironmentVariable('SLUICE_ACCESS_MODE', 'FunctionKey')
  clientId: readEnvironmentVariable('SLUICE_ACCESS_CLIENT_ID', '')
  appIdUri: readEnvironmentVariable('SLUICE_ACCESS_APP_ID_URI', '')
}
param sqlAdministrator = {
  name: readEnvironmentVariable('SQL_ADMINISTRATOR_NAME', '')
  objectId: readEnvironmentVariable('SQL_ADMINISTRATOR_OBJECT_ID', '')
  type: readEnvironmentVariable('SQL_ADMINISTRATOR_TYPE', 'User')
}
