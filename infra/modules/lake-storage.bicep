metadata description = 'The lake: a storage account with a hierarchical namespace (ADLS Gen2), its containers, and their role assignments.'

import { roles } from 'roles.bicep'
import { retention } from 'types.bicep'

param location string
param tags object

@minLength(3)
@maxLength(24)
param name string

@description('The containers for uploads that Sluice creates.')
param containers string[]

@description('Whether the app finds more containers by a pattern. Then it may read the whole account.')
param findsContainers bool

@description('The container for rejected rows.')
param rejectsContainer string

param keep retention

@description('The principal id of the app\'s identity. It reads uploads and writes rejected rows.')
param principalId string

@description('Object ids of people, groups and identities that upload files.')
param uploaders string[]

@description('Whether only private endpoints can reach it.')
param private bool

@description('Whether it has a lock against deletion.')
param locked bool

@description('The redundancy: LRS is one data centre, ZRS three in one region, GRS and GZRS the paired region too.')
param redundancy ('Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS')

// The blob trigger moves failed messages to the first queue. If the function that drains it fails, they go to the second.
var queues = ['webjobs-blobtrigger-poison', 'webjobs-blobtrigger-poison-poison']

resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    isHnsEnabled: true
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: private ? 'Disabled' : 'Enabled'
    // Event Grid is a trusted Azure service: this lets it read the account when the topic is created.
    networkAcls: { defaultAction: private ? 'Deny' : 'Allow', bypass: 'AzureServices' }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: storage
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: keep.deletedDays }
    containerDeleteRetentionPolicy: { enabled: true, days: keep.deletedDays }
  }
}

resource data 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [for container in containers: {
  parent: blobs
  name: container
  properties: { publicAccess: 'None' }
}]

resource rejects 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: rejectsContainer
  properties: { publicAccess: 'None' }
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' = {
  parent: storage
  name: 'default'
}

resource poison 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = [for queue in queues: {
  parent: queueService
  name: queue
}]

var cooling = {
  name: 'cool-what-has-not-changed'
  enabled: true
  type: 'Lifecycle'
  definition: {
    filters: { blobTypes: ['blockBlob'], prefixMatch: map(containers, c => '${c}/') }
    actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: keep.coolDays } } }
  }
}

var forgetting = {
  name: 'delete-old-rejects'
  enabled: true
  type: 'Lifecycle'
  definition: {
    filters: { blobTypes: ['blockBlob'], prefixMatch: ['${rejectsContainer}/'] }
    actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: keep.rejectsDays } } }
  }
}

var rules = concat(keep.coolDays < 0 ? [] : [cooling], keep.rejectsDays < 0 ? [] : [forgetting])

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = if (!empty(rules)) {
  parent: storage
  name: 'default'
  properties: { policy: { rules: rules } }
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (container, i) in containers: {
  name: guid(data[i].id, principalId, roles['Storage Blob Data Reader'])
  scope: data[i]
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Reader'])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}]

// To list containers, and to read those that nobody knows yet.
resource finder 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (findsContainers) {
  name: guid(storage.id, principalId, roles['Storage Blob Data Reader'])
  scope: storage
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Reader'])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource writer 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(rejects.id, principalId, roles['Storage Blob Data Contributor'])
  scope: rejects
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Contributor'])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource drain 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (queue, i) in queues: {
  name: guid(poison[i].id, principalId, roles['Storage Queue Data Contributor'])
  scope: poison[i]
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Queue Data Contributor'])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}]

module upload 'uploaders.bicep' = [for container in containers: {
  name: 'uploaders-${container}'
  params: {
    storageName: storage.name
    container: container
    uploaders: uploaders
  }
  dependsOn: [data]
}]

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  name: 'keep'
  scope: storage
  properties: { level: 'CanNotDelete', notes: 'The warehouse can be rebuilt only from the files of the lake.' }
}

output id string = storage.id
output name string = storage.name
output blobServiceUri string = storage.properties.primaryEndpoints.blob
output queueServiceUri string = storage.properties.primaryEndpoints.queue
