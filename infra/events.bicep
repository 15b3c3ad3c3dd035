metadata description = 'The event subscriptions of the lake. Deploy them after the app: its host creates the key for Event Grid.'

import { datasetsOf, functionOf } from 'modules/lake.bicep'

@description('The Functions app.')
param functionApp string

@description('The Event Grid topic of the lake.')
param topic string

@description('The storage account of the Functions host, with the container for undelivered events.')
param deadLetterStorageId string
param deadLetterContainer string

@description('The queue for renames, in the same account.')
param eventQueue string

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
      // Only whole writes. The dfs endpoint and SFTP first create an empty file, whose event (CreateFile, SftpCreate) is of no use.
      advancedFilters: [
        { operatorType: 'StringIn', key: 'data.api', values: ['PutBlob', 'PutBlockList', 'CopyBlob', 'FlushWithClose', 'SftpCommit'] }
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

// The subject of a rename is its destination, but a file that leaves a dataset matters too. So this takes all renames of the account. They
// exist only with a hierarchical namespace; without one, nothing comes.
resource renames 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: lake
  name: 'lake-events-${uniqueString('lake', 'events')}'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    deliveryWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      destination: {
        endpointType: 'StorageQueue'
        properties: { resourceId: deadLetterStorageId, queueName: eventQueue }
      }
    }
    filter: { includedEventTypes: ['Microsoft.Storage.BlobRenamed', 'Microsoft.Storage.DirectoryRenamed'] }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: { resourceId: deadLetterStorageId, blobContainerName: deadLetterContainer }
      }
    }
  }
}
