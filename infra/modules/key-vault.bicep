metadata description = 'The vault of the one secret that Sluice can have: the key of the hashes of sensitive fields.'

import { roles } from 'roles.bicep'

param location string
param tags object

@minLength(3)
@maxLength(24)
param name string

@description('The principal of the app\'s identity.')
param principalId string

@description('Whether it is reached through private endpoints only.')
param private bool

@description('Whether what is deleted from it cannot be deleted for good before its time: a key that is lost makes all hashes useless.')
param locked bool

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: locked ? true : null
    publicNetworkAccess: private ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: private ? 'Deny' : 'Allow', bypass: 'AzureServices' }
  }
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, roles['Key Vault Secrets User'])
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Key Vault Secrets User'])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output id string = vault.id
