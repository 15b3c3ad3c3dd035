metadata description = 'The vault of the only secret that Sluice can have: the hash key of sensitive fields.'

import { roles } from 'roles.bicep'

param location string
param tags object

@minLength(3)
@maxLength(24)
param name string

@description('The principal id of the app\'s identity.')
param principalId string

@description('Whether only private endpoints can reach it.')
param private bool

@description('Whether it has purge protection. A lost key makes all hashes useless.')
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
