metadata description = 'A virtual network with a subnet for the app and one for private endpoints, and private DNS zones.'

import { subnets } from 'types.bicep'

param location string
param tags object
param name string

@description('A /24 or larger that overlaps no other network of yours.')
param addressSpace string

var zones = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  dfs: 'privatelink.dfs.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  sqlServer: 'privatelink${environment().suffixes.sqlServerHostname}'
  vault: 'privatelink.vaultcore.azure.net'
}

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressSpace] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 26, 0)
          delegations: [{ name: 'app', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'private-endpoints'
        properties: { addressPrefix: cidrSubnet(addressSpace, 26, 1), privateEndpointNetworkPolicies: 'Enabled' }
      }
    ]
  }

  resource app 'subnets' existing = { name: 'app' }

  resource privateEndpoints 'subnets' existing = { name: 'private-endpoints' }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [for kind in items(zones): {
  name: kind.value
  location: 'global'
  tags: tags
}]

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (kind, i) in items(zones): {
  parent: zone[i]
  name: name
  location: 'global'
  tags: tags
  properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
}]

output subnets subnets = {
  app: network::app.id
  privateEndpoints: network::privateEndpoints.id
  zones: toObject(items(zones), kind => kind.key, kind => resourceId('Microsoft.Network/privateDnsZones', kind.value))
}
