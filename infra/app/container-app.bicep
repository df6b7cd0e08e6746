// The app as a container: a Functions app on Container Apps, with the image from the Dockerfile.
param name string
param environmentName string
param location string
param tags object
param appTags object
param hostId string
param imageName string
param registryServer string
param identityId string
param workspaceId string
param subnetId string
param maxReplicas int
param settings object
param apiKeySecretUri string
param withApiKey bool

// The host without functions, which runs until the first image is pushed.
var placeholder = 'mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0'
// As in the Dockerfile: the image's user isn't allowed to listen on port 80.
var port = 8080
var apiKeySecret = 'elevenlabs-api-key'

var ownSettings = {
  FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated'
  Speech__StopGraceSeconds: '50'
  ASPNETCORE_URLS: 'http://+:${port}'
  // Stores function keys as blobs, so that all replicas and revisions have the same keys.
  AzureWebJobsSecretStorageType: 'blob'
  // Without it the host uses the machine's name, so that each replica would have its own keys and drop queue.
  AzureFunctionsWebHost__hostid: hostId
  // The host name in status URLs.
  WEBSITE_HOSTNAME: '${name}.${environment.properties.defaultDomain}'
}

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: environmentName
  location: location
  tags: tags
  properties: {
    // To Azure Monitor, because writing directly to a workspace requires its shared key.
    appLogsConfiguration: { destination: 'azure-monitor' }
    vnetConfiguration: empty(subnetId) ? null : { infrastructureSubnetId: subnetId, internal: false }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: appTags
  kind: 'functionapp'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    managedEnvironmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: port, transport: 'auto', allowInsecure: false }
      registries: [{ server: registryServer, identity: identityId }]
      secrets: withApiKey ? [{ name: apiKeySecret, keyVaultUrl: apiKeySecretUri, identity: identityId }] : []
    }
    template: {
      // Together with Speech__StopGraceSeconds, lets the app finish a running request to the speech service before it ends.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'api'
          image: empty(imageName) ? placeholder : imageName
          resources: { cpu: json('1.0'), memory: '2Gi' }
          env: concat(
            map(items(union(ownSettings, settings)), setting => { name: setting.key, value: setting.value }),
            withApiKey ? [{ name: 'ELEVENLABS_API_KEY', secretRef: apiKeySecret }] : []
          )
          // The host's own page, not api/health: a restart can't fix an unhealthy storage account.
          probes: [
            { type: 'Startup', httpGet: { path: '/', port: port }, periodSeconds: 5, failureThreshold: 60 }
            {
              type: 'Liveness'
              httpGet: { path: '/', port: port }
              periodSeconds: 30
              failureThreshold: 5
              timeoutSeconds: 5
            }
          ]
        }
      ]
      // Durable Functions on Azure Storage doesn't start a replica: without one, timers and queues aren't processed.
      scale: { minReplicas: 1, maxReplicas: maxReplicas }
    }
  }
}

output name string = app.name
output hostName string = app.properties.configuration.ingress.fqdn
