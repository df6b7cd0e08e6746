// All resources of the app, in a separate resource group. Uses identities instead of keys if the platform allows it.
targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Name of the environment: part of the resource group\'s name, and on every resource as the tag azd-env-name.')
param environmentName string

@minLength(1)
@description('Region of every resource.')
@metadata({ azd: { type: 'location' } })
param location string

@allowed(['containerApps', 'flexConsumption'])
@description('What runs the app. containerApps: an image with FFmpeg inside, always at least one replica. flexConsumption: the published folder, with FFmpeg on a mounted share that needs a storage account with shared keys of its own.')
param compute string = 'containerApps'

@allowed(['azureStorage', 'durableTaskScheduler'])
@description('Where Durable Functions keeps its state. durableTaskScheduler needs the package Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged, which is not in the published folder: with it set, today\'s app does not start.')
param durableProvider string = 'azureStorage'

@allowed(['elevenlabs', 'offline'])
@description('The speech provider. offline is espeak-ng, which is in the image but not on Flex Consumption.')
param speechProvider string = 'elevenlabs'

@secure()
@description('ElevenLabs\' key. Empty: the secret in the vault is not changed.')
param elevenLabsApiKey string = ''

@minValue(1)
@maxValue(100)
@description('Concurrent speech requests in one replica. All replicas share the limit of the account\'s plan.')
param speechRequestsPerReplica int = 4

@minValue(1)
@maxValue(100)
@description('Maximum number of replicas (Container Apps) or instances (Flex Consumption, at least 40).')
param maxReplicas int = 1

@description('The image to run. Empty: the current one, or, before the first deployment, a Functions host without functions.')
param imageName string = ''

@description('Whether the container app exists already; azd sets it.')
param appExists bool = false

@description('Puts the app into a virtual network and closes storage and vault to the public internet.')
param vnetEnabled bool = false

@minValue(0)
@description('Days after which unchanged takes and raw speech move to the cool tier, which is cheaper to store and more expensive to read. 0: never.')
param takesCoolAfterDays int = 0

@minValue(0)
@description('Days from the last change of an exported file until it is deleted. Repeating an export doesn\'t change its files, but restores deleted ones. 0: never.')
param exportsDeleteAfterDays int = 0

@minValue(0)
@maxValue(3650)
@description('Days from the end of a production, regeneration or export until its Durable Functions instance and history are purged. 0: never.')
param keepInstancesDays int = 30

@minValue(0)
@maxValue(3650)
@description('Days until blobs without a session, which an interrupted deletion leaves, are removed. 0: never.')
param keepOrphansDays int = 7

@minValue(0)
@maxValue(365)
@description('Days for which a deleted blob can be restored. 0: not at all.')
param softDeleteDays int = 7

@description('More settings of the app, which win over the template\'s: NAME=VALUE, divided by semicolons. No secrets: they are in plain sight.')
param appSettings string = ''

@description('Object id of a person or pipeline that may upload files to the drop and set the key in the vault. Empty: none.')
param principalId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
param principalType string = 'User'

var abbreviations = loadJsonContent('abbreviations.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var appTags = union(tags, { 'azd-service-name': 'api' })
var onContainers = compute == 'containerApps'
var withScheduler = durableProvider == 'durableTaskScheduler'
var withElevenLabs = !onContainers && speechProvider == 'offline'
  ? fail('Flex Consumption has no offline voice: set speechProvider to elevenlabs, or compute to containerApps')
  : speechProvider == 'elevenlabs'
var taskHub = 'AudioProductions' // As in host.json.

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: '${abbreviations.resourcesResourceGroups}${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: '${abbreviations.managedIdentityUserAssignedIdentities}${token}'
    location: location
    tags: tags
  }
}

module monitoring 'app/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: '${abbreviations.operationalInsightsWorkspaces}${token}'
    insightsName: '${abbreviations.insightsComponents}${token}'
    location: location
    tags: tags
    identityPrincipalId: identity.outputs.principalId
  }
}

module workbook 'app/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    insightsId: monitoring.outputs.insightsId
    location: location
    tags: tags
  }
}

module storage 'app/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: '${abbreviations.storageStorageAccounts}${token}'
    location: location
    tags: tags
    publicAccess: !vnetEnabled
    softDeleteDays: softDeleteDays
    takesCoolAfterDays: takesCoolAfterDays
    exportsDeleteAfterDays: exportsDeleteAfterDays
    identityPrincipalId: identity.outputs.principalId
    principalId: principalId
    principalType: principalType
  }
}

module vault 'app/vault.bicep' = if (withElevenLabs) {
  name: 'vault'
  scope: group
  params: {
    name: '${abbreviations.keyVaultVaults}${token}'
    location: location
    tags: tags
    publicAccess: !vnetEnabled
    elevenLabsApiKey: elevenLabsApiKey
    identityPrincipalId: identity.outputs.principalId
    principalId: principalId
    principalType: principalType
  }
}

module scheduler 'app/scheduler.bicep' = if (withScheduler) {
  name: 'scheduler'
  scope: group
  params: {
    name: '${abbreviations.durableTaskSchedulers}${token}'
    taskHub: taskHub
    location: location
    tags: tags
    identityPrincipalId: identity.outputs.principalId
  }
}

module network 'app/network.bicep' = if (vnetEnabled) {
  name: 'network'
  scope: group
  params: {
    name: '${abbreviations.networkVirtualNetworks}${token}'
    location: location
    tags: tags
  }
}

module storageEndpoints 'app/private-endpoints.bicep' = if (vnetEnabled) {
  name: 'storage-endpoints'
  scope: group
  params: {
    namePrefix: '${abbreviations.networkPrivateEndpoints}${token}'
    location: location
    tags: tags
    networkId: network!.outputs.id
    subnetId: network!.outputs.endpointsSubnetId
    targetId: storage.outputs.id
    services: [
      { group: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
      { group: 'queue', zone: 'privatelink.queue.${environment().suffixes.storage}' }
      { group: 'table', zone: 'privatelink.table.${environment().suffixes.storage}' }
    ]
  }
}

module vaultEndpoints 'app/private-endpoints.bicep' = if (vnetEnabled && withElevenLabs) {
  name: 'vault-endpoints'
  scope: group
  params: {
    namePrefix: '${abbreviations.networkPrivateEndpoints}${token}'
    location: location
    tags: tags
    networkId: network!.outputs.id
    subnetId: network!.outputs.endpointsSubnetId
    targetId: vault!.outputs.id
    services: [
      { group: 'vault', zone: 'privatelink.vaultcore.azure.net' }
    ]
  }
}

module events 'app/events.bicep' = {
  name: 'events'
  scope: group
  params: {
    name: '${abbreviations.eventGridSystemTopics}${token}'
    location: location
    tags: tags
    storageId: storage.outputs.id
  }
}

module registry 'app/registry.bicep' = if (onContainers) {
  name: 'registry'
  scope: group
  params: {
    name: '${abbreviations.containerRegistryRegistries}${token}'
    location: location
    tags: tags
    identityPrincipalId: identity.outputs.principalId
  }
}

module current 'app/current-image.bicep' = if (onContainers && appExists) {
  name: 'current-image'
  scope: group
  params: {
    appName: '${abbreviations.appContainerApps}${token}'
  }
}

// NAME=VALUE;NAME=VALUE. A value may contain equals signs.
var moreSettings = toObject(
  filter(split(appSettings, ';'), one => indexOf(one, '=') > 0),
  one => trim(substring(one, 0, indexOf(one, '='))),
  one => trim(substring(one, indexOf(one, '=') + 1))
)

// The settings of both kinds of compute. docs/deploy.md says what reads each of them.
var settings = union(
  {
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identity.outputs.clientId
    AzureWebJobsStorage__blobServiceUri: storage.outputs.blobServiceUri
    AzureWebJobsStorage__queueServiceUri: storage.outputs.queueServiceUri
    AzureWebJobsStorage__tableServiceUri: storage.outputs.tableServiceUri
    APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
    Speech__Provider: speechProvider
    ElevenLabs__MaxConcurrentRequests: string(speechRequestsPerReplica)
    Housekeeping__KeepInstancesDays: string(keepInstancesDays)
    Housekeeping__KeepOrphansDays: string(keepOrphansDays)
  },
  withScheduler
    ? {
        AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
        AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
        // An endpoint and an identity, no secret.
        DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler!.outputs.endpoint};TaskHub=${taskHub};Authentication=ManagedIdentity;ClientID=${identity.outputs.clientId}'
      }
    : {},
  moreSettings
)

module containerApp 'app/container-app.bicep' = if (onContainers) {
  name: 'container-app'
  scope: group
  // In a network, the app reaches vault and storage only through these.
  dependsOn: [storageEndpoints, vaultEndpoints]
  params: {
    name: '${abbreviations.appContainerApps}${token}'
    environmentName: '${abbreviations.appManagedEnvironments}${token}'
    location: location
    tags: tags
    appTags: appTags
    hostId: 'af-${token}'
    imageName: empty(imageName) && appExists ? current!.outputs.imageName : imageName
    registryServer: registry!.outputs.loginServer
    identityId: identity.outputs.id
    workspaceId: monitoring.outputs.workspaceId
    subnetId: vnetEnabled ? network!.outputs.appSubnetId : ''
    maxReplicas: maxReplicas
    settings: settings
    withApiKey: withElevenLabs
    apiKeySecretUri: withElevenLabs ? vault!.outputs.apiKeySecretUri : ''
  }
}

module flex 'app/flex-consumption.bicep' = if (!onContainers) {
  name: 'flex-consumption'
  scope: group
  dependsOn: [storageEndpoints, vaultEndpoints]
  params: {
    name: '${abbreviations.webSitesFunctions}${token}'
    planName: '${abbreviations.webServerFarms}${token}'
    toolsAccountName: '${abbreviations.storageStorageAccounts}tools${token}'
    location: location
    tags: tags
    appTags: appTags
    packageContainerUri: storage.outputs.packageContainerUri
    identityId: identity.outputs.id
    subnetId: vnetEnabled ? network!.outputs.appSubnetId : ''
    // The platform's minimum.
    maxInstances: max(maxReplicas, 40)
    settings: settings
    withApiKey: withElevenLabs
    apiKeySecretUri: withElevenLabs ? vault!.outputs.apiKeySecretUri : ''
  }
}

// azd stores these in its environment, and the hooks read them. None of them is a secret.
output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = onContainers ? registry!.outputs.loginServer : ''
output COMPUTE string = compute
output APP_NAME string = onContainers ? containerApp!.outputs.name : flex!.outputs.name
output APP_HOST_NAME string = onContainers ? containerApp!.outputs.hostName : flex!.outputs.hostName
output STORAGE_ACCOUNT_NAME string = storage.outputs.name
output DROP_TOPIC_NAME string = events.outputs.name
output KEY_VAULT_NAME string = withElevenLabs ? vault!.outputs.name : ''
output SPEECH_PROVIDER string = speechProvider
output TOOLS_ACCOUNT_NAME string = onContainers ? '' : flex!.outputs.toolsAccountName
