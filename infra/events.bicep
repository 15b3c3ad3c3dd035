metadata description = 'The event subscriptions of the lake, one per dataset. Deployed after the app\'s code: the key that lets Event Grid call the blob triggers is made by the host when it first finds one.'

import { datasetsOf, functionOf } from 'modules/lake.bicep'

@description('The Functions app.')
param functionApp string

@description('The Event Grid topic of the lake.')
param topic string

@description('The storage account and the container that events go to which nobody took.')
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
  // A name has letters, digits and hyphens, and 64 of them at most.
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
      isSubjectCaseSensitive: true
      // Whole writes. A file that is created empty and filled through the dfs endpoint raises a first event (CreateFile) that says nothing.
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
