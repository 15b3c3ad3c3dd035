metadata description = 'The Event Grid topic of the lake. Its subscriptions need the deployed app: see events.bicep.'

import { roles } from 'roles.bicep'

param location string
param tags object
param name string

@description('The lake\'s storage account.')
param lakeId string

@description('The storage account of the Functions host, with the container for undelivered events and the queue for renames.')
param deadLetterStorage string
param deadLetterContainer string
param eventQueue string

param logsId string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: { source: lakeId, topicType: 'Microsoft.Storage.StorageAccounts' }
}

resource deadLetters 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = {
  name: '${deadLetterStorage}/default/${deadLetterContainer}'
}

resource writer 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(deadLetters.id, topic.id, roles['Storage Blob Data Contributor'])
  scope: deadLetters
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Contributor'])
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource events 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' existing = {
  name: '${deadLetterStorage}/default/${eventQueue}'
}

resource sender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(events.id, topic.id, roles['Storage Queue Data Message Sender'])
  scope: events
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Queue Data Message Sender'])
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: topic
  properties: { workspaceId: logsId, logs: [{ category: 'DeliveryFailures', enabled: true }] }
}

output id string = topic.id
output name string = topic.name
