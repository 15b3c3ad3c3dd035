metadata description = 'Log Analytics and Application Insights, which accepts telemetry only from identities.'

import { roles } from 'roles.bicep'

param location string
param tags object
param logsName string
param insightsName string

@description('Days to keep telemetry.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('The daily cap of telemetry in gigabytes, so that a storm of errors has a limited cost; -1 for no limit.')
param dailyGigabytes int

@description('The principal id of the identity that sends telemetry.')
param principalId string

resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: logsName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    features: { disableLocalAuth: true }
    workspaceCapping: { dailyQuotaGb: dailyGigabytes }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    DisableLocalAuth: true
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, principalId, roles['Monitoring Metrics Publisher'])
  scope: insights
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Monitoring Metrics Publisher'])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output logsId string = logs.id
output insightsConnectionString string = insights.properties.ConnectionString
