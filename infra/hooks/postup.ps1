# Connects the drop: creates the Event Grid subscription that notifies the app of new files. Then creates a key for the review page and prints
# the link with it; in CI, it prints the link without the key. The drop's key is passed from one command to the next and never printed.
$ErrorActionPreference = 'Stop'

foreach ($name in 'AZURE_RESOURCE_GROUP', 'APP_NAME', 'APP_HOST_NAME', 'DROP_TOPIC_NAME') {
  if (-not [Environment]::GetEnvironmentVariable($name)) { throw "$name is not set: run azd provision first." }
}
if (-not (Get-Command az -ErrorAction SilentlyContinue)) {
  throw 'az, the Azure CLI, is missing: install it, then run azd hooks run postdeploy.'
}
$group = $env:AZURE_RESOURCE_GROUP
$app = $env:APP_NAME
$onContainers = $env:COMPUTE -ne 'flexConsumption'

# The host creates this key when it starts with a blob trigger for the first time.
function Get-BlobsKey {
  if ($onContainers) {
    az containerapp function keys show -g $group -n $app --key-type systemKey --key-name blobs_extension --query value.value -o tsv 2>$null
  } else {
    az functionapp keys list -g $group -n $app --query systemKeys.blobs_extension -o tsv 2>$null
  }
}

$key = $null
for ($try = 1; $try -le 30 -and -not $key; $try++) {
  if ($try -gt 1) { Start-Sleep -Seconds 10 }
  $key = Get-BlobsKey
  # az prints None for a missing value.
  if ($key -eq 'None') { $key = $null }
}
if (-not $key) { throw 'The app has no key blobs_extension yet. Look at its log, then run: azd hooks run postdeploy' }

az eventgrid system-topic event-subscription create `
  --resource-group $group --system-topic-name $env:DROP_TOPIC_NAME --name els-drop `
  --endpoint-type webhook `
  --endpoint "https://$($env:APP_HOST_NAME)/runtime/webhooks/blobs?functionName=Host.Functions.DropScript&code=$key" `
  --included-event-types Microsoft.Storage.BlobCreated `
  --subject-begins-with /blobServices/default/containers/els-drop/ --subject-ends-with .els `
  --output none | Out-Null
if ($LASTEXITCODE -ne 0) { throw 'The Event Grid subscription could not be made; see above.' }

Write-Output "The drop is connected: files put into els-drop of $($env:STORAGE_ACCOUNT_NAME) are produced."

$page = "https://$($env:APP_HOST_NAME)/api/studio"
if ($env:CI) {
  Write-Output "Review page: $page (for the link with its key, run azd hooks run postdeploy on your machine)"
  exit 0
}

# A separate host key, so that you can revoke it without affecting other clients.
if ($onContainers) {
  $key = az containerapp function keys show -g $group -n $app --key-type hostKey --key-name review_page --query value.value -o tsv 2>$null
} else {
  $key = az functionapp keys list -g $group -n $app --query functionKeys.review_page -o tsv 2>$null
}
if (-not $key -or $key -eq 'None') {
  $key = [Convert]::ToHexString([Security.Cryptography.RandomNumberGenerator]::GetBytes(24)).ToLowerInvariant()
  if ($onContainers) {
    az containerapp function keys set -g $group -n $app --key-type hostKey --key-name review_page --key-value $key --output none | Out-Null
  } else {
    az functionapp keys set -g $group -n $app --key-type functionKeys --key-name review_page --key-value $key --output none | Out-Null
  }
  if ($LASTEXITCODE -ne 0) { throw 'The key of the review page could not be made; see above.' }
}
Write-Output "Review page: $page#key=$key"
Write-Output 'Everyone with this link can use the whole API; docs/operations.md says how to revoke it.'
