// Two subnets: one for the app, one for the private endpoints of the services it uses.
param name string
param location string
param tags object

var appSubnet = 'app'
var endpointsSubnet = 'private-endpoints'

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      {
        name: appSubnet
        properties: {
          addressPrefix: '10.0.0.0/23'
          // Container Apps with workload profiles and Flex Consumption require the same delegation.
          delegations: [{ name: 'app', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: endpointsSubnet
        properties: {
          addressPrefix: '10.0.2.0/24'
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }
}

output id string = network.id
output appSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, appSubnet)
output endpointsSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, endpointsSubnet)
