// The vault with ElevenLabs' key. The app's setting is a reference to the secret; no setting or output contains the key.
param name string
param location string
param tags object
param publicAccess bool

@secure()
@description('Empty: the secret is not changed.')
param elevenLabsApiKey string

param identityPrincipalId string
param principalId string
param principalType string

// Key Vault Secrets User: the platform resolves the app's reference with the app's identity.
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
// Key Vault Secrets Officer: for the person who sets the key, and replaces it if it leaks.
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
var secretName = 'elevenlabs-api-key'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      defaultAction: publicAccess ? 'Allow' : 'Deny'
      bypass: 'AzureServices'
    }
  }
}

resource apiKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(elevenLabsApiKey)) {
  parent: vault
  name: secretName
  properties: { value: elevenLabsApiKey }
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identityPrincipalId, secretsUser)
  scope: vault
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

resource officer 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(principalId)) {
  name: guid(vault.id, principalId, secretsOfficer)
  scope: vault
  properties: {
    principalId: principalId
    principalType: principalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

output id string = vault.id
output name string = vault.name
// The secret's URI without a version, so that the app uses a new version automatically.
#disable-next-line outputs-should-not-contain-secrets // A URI, not the key.
output apiKeySecretUri string = '${vault.properties.vaultUri}secrets/${secretName}'
