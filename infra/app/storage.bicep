// The storage account of the app and of the Functions host. No shared keys, no public blobs.
param name string
param location string
param tags object
param publicAccess bool
param softDeleteDays int
param takesCoolAfterDays int
param exportsDeleteAfterDays int
param identityPrincipalId string
param principalId string
param principalType string

// The containers that must exist before the app starts; it creates the others. The host requires a trigger's container, els-drop; rules
// and roles name the others. The app and Durable Functions create tables and queues.
var containers = ['audio-production', 'exports', 'scripts', 'speech-answers', 'els-drop', 'els-reports']

var appRoles = [
  // Storage Blob Data Owner: scripts, takes and exports; the host's keys, leases and large messages (the host asks for this role).
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  // Storage Queue Data Contributor: Durable Functions' queues, the drop's queue and its poison queue.
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  // Storage Table Data Contributor: sessions, voices, rates; Durable Functions' history and instances.
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
]

// Storage Blob Data Contributor: for the person who uploads scripts to the drop and downloads the results.
var personRole = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      defaultAction: publicAccess ? 'Allow' : 'Deny'
      bypass: 'AzureServices'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: softDeleteDays > 0 ? { enabled: true, days: softDeleteDays } : { enabled: false }
  }
}

resource productContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [
  for container in containers: {
    parent: blobs
    name: container
  }
]

// Flex Consumption runs the package in this container.
resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'app-package'
}

// A rule selects blobs by name prefix. Raw speech is beside its take and differs only at the end of its name, so both move together and
// neither is deleted: masters and reused takes are made from raw speech. A rule that isn't wanted is disabled, not omitted, because a
// deployment doesn't change what the template omits.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'takes-to-cool'
          type: 'Lifecycle'
          enabled: takesCoolAfterDays > 0
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['audio-production/'] }
            // A rule needs an age even if it is disabled.
            actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: max(takesCoolAfterDays, 1) } } }
          }
        }
        {
          name: 'old-exports'
          type: 'Lifecycle'
          enabled: exportsDeleteAfterDays > 0
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['exports/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: max(exportsDeleteAfterDays, 1) } } }
          }
        }
      ]
    }
  }
}

resource appAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in appRoles: {
    name: guid(account.id, identityPrincipalId, role)
    scope: account
    properties: {
      principalId: identityPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource personAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(principalId)) {
  name: guid(account.id, principalId, personRole)
  scope: account
  properties: {
    principalId: principalId
    principalType: principalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', personRole)
  }
}

output id string = account.id
output name string = account.name
output blobServiceUri string = account.properties.primaryEndpoints.blob
output queueServiceUri string = account.properties.primaryEndpoints.queue
output tableServiceUri string = account.properties.primaryEndpoints.table
output packageContainerUri string = '${account.properties.primaryEndpoints.blob}${packages.name}'
