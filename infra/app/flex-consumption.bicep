// The app on Flex Consumption: the published folder as a package, FFmpeg on a mounted share.
param name string
param planName string

@minLength(3)
@maxLength(24)
param toolsAccountName string

param location string
param tags object
param appTags object
param packageContainerUri string
param identityId string
param subnetId string
param maxInstances int
param settings object
param apiKeySecretUri string
param withApiKey bool

var toolsShare = 'tools'
var toolsFolder = '/mounts/tools'

var ownSettings = union(
  { Audio__FFmpegFolder: toolsFolder },
  withApiKey ? { ELEVENLABS_API_KEY: '@Microsoft.KeyVault(SecretUri=${apiKeySecretUri})' } : {}
)

// The platform mounts Azure Files only with an account key, not with an identity. So FFmpeg is in a separate account that contains nothing
// else, and the product's account needs no keys.
resource tools 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: toolsAccountName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: true
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource files 'Microsoft.Storage/storageAccounts/fileServices@2023-05-01' = {
  parent: tools
  name: 'default'
}

resource share 'Microsoft.Storage/storageAccounts/fileServices/shares@2023-05-01' = {
  parent: files
  name: toolsShare
  properties: { shareQuota: 1 }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: appTags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maxInstances
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUri
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      appSettings: map(items(union(settings, ownSettings)), setting => { name: setting.key, value: setting.value })
    }
  }
}

resource mounts 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'azurestorageaccounts'
  properties: {
    tools: {
      type: 'AzureFiles'
      accountName: tools.name
      shareName: share.name
      mountPath: toolsFolder
      accessKey: tools.listKeys().keys[0].value
    }
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
output toolsAccountName string = tools.name
