// A page in Application Insights with queries for the questions of docs/operations.md.
param insightsId string
param location string
param tags object

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(insightsId, 'audiofunctions')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'AudioFunctions'
    category: 'workbook'
    sourceId: insightsId
    serializedData: loadTextContent('workbook.json')
  }
}
