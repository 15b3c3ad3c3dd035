metadata description = 'Lets people, groups and identities upload files to a container.'

import { roles } from 'roles.bicep'

param storageName string
param container string
param uploaders string[]

resource data 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = {
  name: '${storageName}/default/${container}'
}

resource uploader 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for objectId in uploaders: {
  name: guid(data.id, objectId, roles['Storage Blob Data Contributor'])
  scope: data
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Contributor'])
    principalId: objectId
  }
}]
