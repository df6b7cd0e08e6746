// The storage account's events. Who listens to them (the drop) is added after the deployment, by infra/hooks/postup: the address
// holds the key blobs_extension, which the host makes at its first start.
param name string
param location string
param tags object
param storageId string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  properties: {
    source: storageId
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

output name string = topic.name
