metadata description = 'Event subscriptions of the lake, one per path. Deploy after the app: its host creates the key for Event Grid.'

import { datasetsOf, functionOf } from 'modules/lake.bicep'

@description('The Functions app.')
param functionApp string

@description('The Event Grid topic of the lake.')
param topic string

@description('The storage account and the container for undelivered events.')
param deadLetterStorageId string
param deadLetterContainer string

var datasets = datasetsOf(loadJsonContent('../lake/datapackage.json'))

resource app 'Microsoft.Web/sites@2024-11-01' existing = {
  name: functionApp
}

resource lake 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topic
}

resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [for dataset in datasets: {
  parent: lake
  // A name has at most 64 characters: letters, digits and hyphens.
  name: '${take(replace(dataset.name, '_', '-'), 50)}-${uniqueString(dataset.name)}'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.${functionOf(dataset, datasets)}&code=${listKeys('${app.id}/host/default', '2024-11-01').systemKeys.blobs_extension}'
      }
    }
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/${dataset.container}/blobs/${dataset.prefix}'
      subjectEndsWith: dataset.suffix
      isSubjectCaseSensitive: !dataset.ignoresCase
      // Only whole writes. The dfs endpoint first creates an empty file, whose event (CreateFile) is of no use.
      advancedFilters: [
        { operatorType: 'StringIn', key: 'data.api', values: ['PutBlob', 'PutBlockList', 'CopyBlob', 'FlushWithClose'] }
      ]
    }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: { resourceId: deadLetterStorageId, blobContainerName: deadLetterContainer }
      }
    }
  }
}]
