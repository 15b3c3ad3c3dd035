metadata description = 'The warehouse: a serverless Azure SQL database on a server without passwords.'

import { administrator, databaseSize } from 'types.bicep'

param location string
param tags object
param serverName string
param databaseName string
param admin administrator
param size databaseSize

@description('Whether only private endpoints can reach it. If not, its firewall admits all Azure addresses: the app\'s changes.')
param private bool

@description('Whether it has a lock against deletion.')
param locked bool

@description('Whether it has a copy in another zone of the region.')
param zoneRedundant bool

@description('The id of the Log Analytics workspace for errors, time-outs, blocks and deadlocks.')
param logsId string

resource server 'Microsoft.Sql/servers@2023-08-01' = {
  name: serverName
  location: location
  tags: tags
  properties: {
    version: '12.0'
    minimalTlsVersion: '1.2'
    publicNetworkAccess: private ? 'Disabled' : 'Enabled'
    administrators: {
      administratorType: 'ActiveDirectory'
      azureADOnlyAuthentication: true
      login: admin.name
      sid: admin.objectId
      principalType: admin.type
      tenantId: tenant().tenantId
    }
  }
}

resource azure 'Microsoft.Sql/servers/firewallRules@2023-08-01' = if (!private) {
  parent: server
  name: 'AllowAllWindowsAzureIps'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
}

resource database 'Microsoft.Sql/servers/databases@2023-08-01' = {
  parent: server
  name: databaseName
  location: location
  tags: tags
  sku: { name: 'GP_S_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: size.maxVcores }
  properties: {
    autoPauseDelay: size.autoPauseMinutes
    minCapacity: json(size.minVcores)
    maxSizeBytes: size.maxGigabytes * 1024 * 1024 * 1024
    requestedBackupStorageRedundancy: size.backupRedundancy
    zoneRedundant: zoneRedundant
  }
}

resource backups 'Microsoft.Sql/servers/databases/backupShortTermRetentionPolicies@2023-08-01' = {
  parent: database
  name: 'default'
  properties: { retentionDays: size.backupDays, diffBackupIntervalInHours: 24 }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: database
  properties: {
    workspaceId: logsId
    logs: [for category in ['Errors', 'Timeouts', 'Blocks', 'Deadlocks']: { category: category, enabled: true }]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  name: 'keep'
  scope: database
  properties: { level: 'CanNotDelete', notes: 'The warehouse. Remove this lock before you delete it.' }
}

output serverId string = server.id
output serverAddress string = server.properties.fullyQualifiedDomainName
output serverName string = server.name
output databaseId string = database.id
output databaseName string = database.name
