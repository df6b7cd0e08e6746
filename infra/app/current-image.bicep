// The image that the container app runs. Templates don't deploy images, so a later provisioning must keep it.
param appName string

resource app 'Microsoft.App/containerApps@2025-07-01' existing = {
  name: appName
}

output imageName string = app.properties.template.containers[0].image!
