// The registry of the image. It is public even with vnetEnabled (a private one needs the Premium SKU), but requires an identity: there
// is no admin user and no anonymous pull.
param name string
param location string
param tags object
param identityPrincipalId string

// AcrPull: Container Apps pulls the image with the app's identity.
var pull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Basic' }
  properties: { adminUserEnabled: false }
}

resource puller 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, identityPrincipalId, pull)
  scope: registry
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', pull)
  }
}

output loginServer string = registry.properties.loginServer
