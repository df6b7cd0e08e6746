// The storage account the app lives on, and the identity it uses. Managed identity only: shared keys are off.
// The compute (a custom container with ffmpeg, `kind=functionapp`) is not here yet; see infra/README.md.
targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Name of the environment; tags every resource.')
param environmentName string

@minLength(1)
@description('Azure region of every resource.')
param location string

var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    location: location
    tags: tags
    resourceToken: toLower(uniqueString(subscription().id, environmentName, location))
  }
}

// The settings the app reads; see the README's configuration table.
output AzureWebJobsStorage__credential string = 'managedidentity'
output AzureWebJobsStorage__clientId string = storage.outputs.identityClientId
output AzureWebJobsStorage__blobServiceUri string = storage.outputs.blobServiceUri
output AzureWebJobsStorage__queueServiceUri string = storage.outputs.queueServiceUri
output AzureWebJobsStorage__tableServiceUri string = storage.outputs.tableServiceUri
