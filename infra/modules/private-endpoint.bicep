metadata description = 'The private endpoints of a resource, one per service.'

import { subnets } from 'types.bicep'

param location string
param tags object
param network subnets
param resourceName string
param resourceId string

@description('The services: blob, dfs, queue, table, sqlServer, vault.')
param services string[]

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = [for service in services: {
  name: 'pep-${resourceName}-${service}'
  location: location
  tags: tags
  properties: {
    subnet: { id: network.privateEndpoints }
    privateLinkServiceConnections: [{ name: service, properties: { privateLinkServiceId: resourceId, groupIds: [service] } }]
  }
}]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = [for (service, i) in services: {
  parent: endpoint[i]
  name: 'default'
  properties: { privateDnsZoneConfigs: [{ name: service, properties: { privateDnsZoneId: network.zones[service] } }] }
}]
