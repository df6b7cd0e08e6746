// The storage account's events. After the deployment, infra/hooks/postup adds the drop's subscription: its URL contains the key
// blobs_extension, which the host creates at its first start.
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
