metadata description = 'The alerts. docs/operations.md describes each.'

param location string
param tags object

@description('Email addresses for alerts. Without any, alerts appear in the portal only.')
param emails string[]

param logsId string
param databaseId string
param lakeId string

@description('The share of rejected rows in an hour that raises an alert: a decimal number from 0 to 1.')
param rejectedShare string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: 'sluice'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'sluice'
    enabled: true
    emailReceivers: [for (email, i) in emails: { name: 'person-${i}', emailAddress: email, useCommonAlertSchema: true }]
  }
}

var actions = empty(emails) ? [] : [people.id]

// A query returns rows only if its alert must fire.
var queries = [
  {
    name: 'loads-failed'
    description: 'Loads failed. The sweep retries them; data/loads has the reason.'
    severity: 2
    every: 'PT15M'
    window: 'PT15M'
    query: '''
      AppMetrics
      | where Name == "sluice.load.duration" and Properties["sluice.load.state"] == "failed"
      | summarize Loads = sum(ItemCount) by Dataset = tostring(Properties["sluice.dataset.name"])
      | where Loads > 0
    '''
  }
  {
    name: 'rows-rejected'
    description: 'Too many rows are rejected: a source has changed. data/rejects shows how.'
    severity: 2
    every: 'PT15M'
    window: 'PT1H'
    query: '''
      AppMetrics
      | where Name in ("sluice.load.rows", "sluice.load.rejects")
      | summarize Rows = sum(Sum), Rejects = sumif(Sum, Name == "sluice.load.rejects")
          by Dataset = tostring(Properties["sluice.dataset.name"])
      | where Rows > 0 and Rejects / Rows > {share}
    '''
  }
  {
    name: 'no-sweep'
    description: 'No sweep has ended for two hours: the app does not run, or its sweeps do not end.'
    severity: 1
    every: 'PT30M'
    window: 'PT2H'
    query: '''
      AppMetrics
      | where Name == "sluice.sweep.duration" and isempty(tostring(Properties["error.type"]))
      | summarize Sweeps = sum(ItemCount)
      | where coalesce(Sweeps, 0) == 0
    '''
  }
  {
    name: 'files-given-up'
    description: 'The blob trigger gave up on files. They are recorded as failed loads, and the sweep retries them.'
    severity: 2
    every: 'PT15M'
    window: 'PT15M'
    query: '''
      AppMetrics
      | where Name == "sluice.file.given_up"
      | summarize Files = sum(Sum)
      | where Files > 0
    '''
  }
  {
    name: 'files-waiting'
    description: 'A file has waited for more than two hours. data/reconciliation shows where, data/files why.'
    severity: 2
    every: 'PT1H'
    window: 'PT2H'
    query: '''
      AppMetrics
      | where Name == "sluice.file.waiting.age"
      | summarize arg_max(TimeGenerated, Max) by Dataset = tostring(Properties["sluice.dataset.name"])
      | where Max > 7200
    '''
  }
  {
    name: 'events-missed'
    description: 'A sweep found files that no event had brought. They are loaded; look at the event subscriptions.'
    severity: 3
    every: 'PT1H'
    window: 'PT1H'
    query: '''
      AppMetrics
      | where Name == "sluice.file.missed_event"
      | summarize Files = sum(Sum) by Dataset = tostring(Properties["sluice.dataset.name"])
      | where Files > 0
    '''
  }
  {
    name: 'columns-changed'
    description: 'Files have other columns than the schema of their dataset. data/changes has each with what became of it.'
    severity: 3
    every: 'PT15M'
    window: 'PT1H'
    query: '''
      AppMetrics
      | where Name == "sluice.file.drift" and Properties["sluice.column.action"] != "ignored"
      | summarize Files = sum(Sum) by Dataset = tostring(Properties["sluice.dataset.name"])
      | where Files > 0
    '''
  }
  {
    name: 'files-ignored'
    description: 'Files in the lake match no dataset, so nobody loads them. data/files has each with the reason.'
    severity: 3
    every: 'PT1H'
    window: 'PT2H'
    query: '''
      AppMetrics
      | where Name == "sluice.file.ignored"
      | summarize arg_max(TimeGenerated, Max)
      | where Max > 0
    '''
  }
]

resource rule 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for alert in queries: {
  name: alert.name
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: alert.name
    description: alert.description
    severity: alert.severity
    enabled: true
    evaluationFrequency: alert.every
    windowSize: alert.window
    scopes: [logsId]
    criteria: {
      allOf: [
        {
          query: replace(alert.query, '{share}', rejectedShare)
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    autoMitigate: true
    // Application Insights creates its tables with the first telemetry.
    skipQueryValidation: true
    actions: { actionGroups: actions }
  }
}]

var metrics = [
  {
    name: 'database-cpu'
    description: 'The database has used almost all of its CPU for 15 minutes: add vCores.'
    scope: databaseId
    namespace: 'Microsoft.Sql/servers/databases'
    metric: 'cpu_percent'
    threshold: 90
    every: 'PT5M'
    window: 'PT15M'
  }
  {
    name: 'database-storage'
    description: 'The database is nearly full: increase its size. Loads fail once it is full.'
    scope: databaseId
    namespace: 'Microsoft.Sql/servers/databases'
    metric: 'storage_percent'
    threshold: 85
    every: 'PT1H'
    window: 'PT1H'
  }
  {
    name: 'poison-not-drained'
    description: 'Messages about files that the blob trigger gave up on stay in their queue: the function Poison does not run.'
    scope: '${lakeId}/queueServices/default'
    namespace: 'Microsoft.Storage/storageAccounts/queueServices'
    metric: 'QueueMessageCount'
    threshold: 0
    every: 'PT1H'
    window: 'PT1H'
  }
]

resource metricRule 'Microsoft.Insights/metricAlerts@2018-03-01' = [for alert in metrics: {
  name: alert.name
  location: 'global'
  tags: tags
  properties: {
    description: alert.description
    severity: 2
    enabled: true
    scopes: [alert.scope]
    evaluationFrequency: alert.every
    windowSize: alert.window
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: alert.metric
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: alert.namespace
          metricName: alert.metric
          operator: 'GreaterThan'
          threshold: alert.threshold
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [for group in actions: { actionGroupId: group }]
  }
}]
