targetScope = 'subscription'

metadata description = 'All resources of Sluice except the event subscriptions, which need the deployed app: see events.bicep.'

import { access, administrator, databaseSize, names, retention, scale } from 'modules/types.bicep'
import { containersOf, datasetsOf, hasPatterns } from 'modules/lake.bicep'

@description('The name of this environment. It is part of resource names and of a tag.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('The region of all resources.')
param location string

@description('Tags of all resources, in addition to azd-env-name.')
param tags object = {}

@description('The resource group to create.')
param resourceGroupName string = 'rg-${environmentName}'

@description('Names of resources. Names that are not given are generated.')
param name names = {}

@description('Whether this is a production environment: warehouse and lake get delete locks and copies in other zones.')
param production bool = false

@description('Whether only a virtual network can reach storage, database and vault. Event Grid calls the app, so it stays public.')
param privateNetwork bool = false

@description('The address space of the virtual network: a /24 or larger that overlaps no other network of yours.')
param addressSpace string = '10.90.0.0/24'

@description('The administrator of the warehouse. Without a name, it is the person who deploys.')
param sqlAdministrator administrator = { name: '', objectId: '', type: 'User' }

param database databaseSize = {
  maxVcores: 4
  minVcores: '0.5'
  autoPauseMinutes: 15
  maxGigabytes: 250
  backupRedundancy: production ? 'Geo' : 'Local'
  backupDays: production ? 35 : 7
}

param lakeRetention retention = { deletedDays: production ? 30 : 7, coolDays: 30, rejectsDays: 90 }

@description('The redundancy of the lake: LRS is one data centre, ZRS three in one region, GRS and GZRS the paired region too.')
param lakeRedundancy ('Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS') = production ? 'Standard_ZRS' : 'Standard_LRS'

param scaling scale = { maxInstances: 40, instanceMegabytes: 2048 }

@description('When to sweep: six cron fields, seconds first, in UTC.')
param sweepSchedule string = '0 0 * * * *'

@description('Object ids of people, groups and identities that upload files.')
param uploaders string[] = []

@description('Email addresses for alerts.')
param alertEmails string[] = []

@description('The share of rejected rows in an hour that raises an alert, from 0 to 1.')
param alertRejectedShare string = '0.05'

@description('Days to keep telemetry, and the most gigabytes per day.')
param telemetry { days: int, dailyGigabytes: int } = { days: 30, dailyGigabytes: 5 }

@description('Whether to create a vault for the hash key. Fields with "sluice:sensitive": "hash" need it.')
param hashKey bool = false

@description('How the app knows who may do what.')
param appAccess access = { mode: 'FunctionKey', clientId: '', appIdUri: '' }

// The app keeps rejects for a hundred years at the most.
var rejectsDays = lakeRetention.rejectsDays < 0 ? 36500 : max(1, lakeRetention.rejectsDays)
var definition = loadJsonContent('../lake/datapackage.json')
var token = uniqueString(subscription().id, environmentName, location)
var hostStorageName = name.?hostStorage ?? 'sthost${token}'
var vaultName = name.?keyVault ?? 'kv-${token}'
var deadLetterContainer = 'event-dead-letters'
var eventQueue = 'lake-events'
var allTags = union(tags, { 'azd-env-name': environmentName })
var admin = empty(sqlAdministrator.name)
  ? { name: deployer().userPrincipalName, objectId: deployer().objectId, type: 'User' }
  : sqlAdministrator

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: resourceGroupName
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { location: location, tags: allTags, name: name.?identity ?? 'id-sluice-${token}' }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    logsName: name.?logs ?? 'log-sluice-${token}'
    insightsName: name.?insights ?? 'appi-sluice-${token}'
    retentionDays: telemetry.days
    dailyGigabytes: telemetry.dailyGigabytes
    principalId: identity.outputs.principalId
  }
}

module lake 'modules/lake-storage.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    name: name.?lakeStorage ?? 'stlake${token}'
    containers: containersOf(definition)
    findsContainers: hasPatterns(definition)
    rejectsContainer: 'rejects'
    keep: lakeRetention
    principalId: identity.outputs.principalId
    uploaders: uploaders
    private: privateNetwork
    locked: production
    redundancy: lakeRedundancy
  }
}

module host 'modules/host-storage.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    name: hostStorageName
    deadLetterContainer: deadLetterContainer
    eventQueue: eventQueue
    principalId: identity.outputs.principalId
    private: privateNetwork
  }
}

module sql 'modules/sql.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    serverName: name.?sqlServer ?? 'sql-sluice-${token}'
    databaseName: name.?database ?? 'warehouse'
    admin: admin
    size: database
    private: privateNetwork
    locked: production
    zoneRedundant: production
    logsId: monitoring.outputs.logsId
  }
}

module vault 'modules/key-vault.bicep' = if (hashKey) {
  scope: group
  params: {
    location: location
    tags: allTags
    name: vaultName
    principalId: identity.outputs.principalId
    private: privateNetwork
    locked: production
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: { location: location, tags: allTags, name: name.?network ?? 'vnet-sluice-${token}', addressSpace: addressSpace }
}

module lakeEndpoints 'modules/private-endpoint.bicep' = if (privateNetwork) {
  name: 'lake-endpoints'
  scope: group
  params: {
    location: location
    tags: allTags
    network: network!.outputs.subnets
    resourceName: lake.outputs.name
    resourceId: lake.outputs.id
    services: ['blob', 'dfs', 'queue']
  }
}

module hostEndpoints 'modules/private-endpoint.bicep' = if (privateNetwork) {
  name: 'host-endpoints'
  scope: group
  params: {
    location: location
    tags: allTags
    network: network!.outputs.subnets
    resourceName: host.outputs.name
    resourceId: host.outputs.id
    services: ['blob', 'queue', 'table']
  }
}

module sqlEndpoints 'modules/private-endpoint.bicep' = if (privateNetwork) {
  name: 'sql-endpoints'
  scope: group
  params: {
    location: location
    tags: allTags
    network: network!.outputs.subnets
    resourceName: sql.outputs.serverName
    resourceId: sql.outputs.serverId
    services: ['sqlServer']
  }
}

module vaultEndpoints 'modules/private-endpoint.bicep' = if (privateNetwork && hashKey) {
  name: 'vault-endpoints'
  scope: group
  params: {
    location: location
    tags: allTags
    network: network!.outputs.subnets
    resourceName: vaultName
    resourceId: vault!.outputs.id
    services: ['vault']
  }
}

module topic 'modules/event-topic.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    name: name.?eventTopic ?? 'evgt-sluice-${token}'
    lakeId: lake.outputs.id
    deadLetterStorage: hostStorageName
    deadLetterContainer: deadLetterContainer
    eventQueue: eventQueue
    logsId: monitoring.outputs.logsId
  }
  dependsOn: [host]
}

// A person creates the key itself: docs/operations.md, Rotate.
var hashKeySetting = hashKey ? { Sensitive__HashKey: '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=hash-key)' } : {}

// The app checks tokens itself. The host then lets all requests pass.
var accessSettings = appAccess.mode == 'Entra'
  ? {
      Access__Mode: 'Entra'
      Access__TenantId: tenant().tenantId
      Access__ClientId: appAccess.clientId
      Access__Audience: '${appAccess.appIdUri},${appAccess.clientId}'
    }
  : {}

module app 'modules/function-app.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    planName: name.?plan ?? 'plan-sluice-${token}'
    name: name.?functionApp ?? 'func-sluice-${token}'
    service: 'functions'
    scaling: scaling
    identityId: identity.outputs.id
    packageUri: host.outputs.packageUri
    subnetId: privateNetwork ? network!.outputs.subnets.app : ''
    settings: union(
      {
        APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.insightsConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
        AzureWebJobsStorage__blobServiceUri: host.outputs.blobServiceUri
        AzureWebJobsStorage__queueServiceUri: host.outputs.queueServiceUri
        AzureWebJobsStorage__tableServiceUri: host.outputs.tableServiceUri
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.outputs.clientId
        LakeStorage__blobServiceUri: lake.outputs.blobServiceUri
        LakeStorage__queueServiceUri: lake.outputs.queueServiceUri
        LakeStorage__credential: 'managedidentity'
        LakeStorage__clientId: identity.outputs.clientId
        Warehouse__Provider: 'SqlServer'
        Warehouse__ConnectionString: 'Server=tcp:${sql.outputs.serverAddress},1433;Database=${sql.outputs.databaseName};Authentication=Active Directory Managed Identity;User Id=${identity.outputs.clientId};Encrypt=Strict'
        BlobTriggerSource: 'EventGrid'
        SweepSchedule: sweepSchedule
        Retention__Rejects: string(rejectsDays)
      },
      hashKeySetting,
      accessSettings
    )
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: allTags
    emails: alertEmails
    logsId: monitoring.outputs.logsId
    databaseId: sql.outputs.databaseId
    lakeId: lake.outputs.id
    rejectedShare: alertRejectedShare
  }
}

// The Azure Developer CLI stores these outputs. Its hooks and docs/operations.md use them.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_TENANT_ID string = tenant().tenantId
output FUNCTION_APP string = app.outputs.name
output FUNCTION_APP_ADDRESS string = app.outputs.address
output IDENTITY string = identity.outputs.name
output IDENTITY_CLIENT_ID string = identity.outputs.clientId
output LAKE_STORAGE string = lake.outputs.name
output SQL_SERVER string = sql.outputs.serverAddress
output SQL_DATABASE string = sql.outputs.databaseName
output EVENT_TOPIC string = topic.outputs.name
output HAS_BLOB_TRIGGERS string = empty(datasetsOf(definition)) ? 'false' : 'true'
output DEAD_LETTER_STORAGE_ID string = host.outputs.id
output DEAD_LETTER_CONTAINER string = deadLetterContainer
output EVENT_QUEUE string = eventQueue
output KEY_VAULT string = hashKey ? vaultName : ''
