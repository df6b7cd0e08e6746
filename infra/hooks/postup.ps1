# Connects the drop: creates the Event Grid subscription that notifies the app of new files. Then creates a key for the review page and prints
# the link with it; in CI, it prints the link without the key. The drop's key is passed from one command to the next and never printed.
$ErrorActionPreference = 'Stop'

function Stop-Hook($message) {
  [Console]::Error.WriteLine($message)
  exit 1
}

foreach ($name in 'AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP', 'APP_NAME', 'APP_HOST_NAME', 'DROP_TOPIC_NAME') {
  if (-not [Environment]::GetEnvironmentVariable($name)) { Stop-Hook "$name is not set: run azd provision first." }
}
if (-not (Get-Command az -ErrorAction SilentlyContinue)) {
  Stop-Hook 'az, the Azure CLI, is missing: install it, then run azd hooks run postdeploy.'
}
$subscription = $env:AZURE_SUBSCRIPTION_ID
$group = $env:AZURE_RESOURCE_GROUP
$app = $env:APP_NAME
$onContainers = $env:COMPUTE -ne 'flexConsumption'
$tries = if ($env:POSTUP_TRIES) { [int]$env:POSTUP_TRIES } else { 30 }
$pause = if ($env:POSTUP_PAUSE_SECONDS) { [int]$env:POSTUP_PAUSE_SECONDS } else { 10 }
$errors = New-TemporaryFile

try {
  # The commands for function keys are in the extension's preview; without this, az would install the stable one, or ask.
  if ($onContainers) {
    az extension add --name containerapp --upgrade --allow-preview true --yes --only-show-errors
    if ($LASTEXITCODE -ne 0) { Stop-Hook 'The extension containerapp of az could not be installed; see above.' }
  }

  # Starts again with the key each time: the first answers may come from the host without functions that ran before.
  for ($try = 1; ; $try++) {
    # The host creates this key when it starts with a blob trigger for the first time.
    if ($onContainers) {
      $key = az containerapp function keys show --subscription $subscription -g $group -n $app --key-type systemKey --key-name blobs_extension --query value.value -o tsv 2>$errors
    } else {
      $key = az functionapp keys list --subscription $subscription -g $group -n $app --query systemKeys.blobs_extension -o tsv 2>$errors
    }
    # az prints None for a missing value.
    if ($LASTEXITCODE -ne 0 -or $key -eq 'None') { $key = $null }
    if ($key) {
      $endpoint = "https://$($env:APP_HOST_NAME)/runtime/webhooks/blobs?functionName=Host.Functions.DropScript&code=$key"
      # On Windows az is a batch file, and cmd would divide the address at its &.
      if ($IsWindows) { $endpoint = "`"$endpoint`"" }
      az eventgrid system-topic event-subscription create --subscription $subscription `
        --resource-group $group --system-topic-name $env:DROP_TOPIC_NAME --name els-drop `
        --endpoint-type webhook `
        --endpoint $endpoint `
        --included-event-types Microsoft.Storage.BlobCreated `
        --subject-begins-with /blobServices/default/containers/els-drop/ --subject-ends-with .els `
        --output none 2>$errors | Out-Null
      if ($LASTEXITCODE -eq 0) { break }
    }
    if ($try -ge $tries) {
      $last = (Get-Content -Raw $errors) ?? ''
      if ($key) { $last = $last.Replace($key, '…') }
      [Console]::Error.WriteLine($last)
      if (-not $key) { Stop-Hook 'The app has no key blobs_extension yet. Check its log, then run: azd hooks run postdeploy' }
      Stop-Hook 'The Event Grid subscription could not be created. Check the app''s log, then run: azd hooks run postdeploy'
    }
    Start-Sleep -Seconds $pause
  }
} finally {
  Remove-Item $errors
}

$account = if ($env:STORAGE_ACCOUNT_NAME) { $env:STORAGE_ACCOUNT_NAME } else { 'the storage account' }
Write-Output "The drop is connected: files put into els-drop of $account are produced."

$page = "https://$($env:APP_HOST_NAME)/api/studio"
if ($env:CI) {
  Write-Output "Review page: $page (for the link with its key, run azd hooks run postdeploy on your machine)"
  exit 0
}

# A separate host key, so that you can revoke it without affecting other clients.
if ($onContainers) {
  $key = az containerapp function keys show --subscription $subscription -g $group -n $app --key-type hostKey --key-name review_page --query value.value -o tsv 2>$null
} else {
  $key = az functionapp keys list --subscription $subscription -g $group -n $app --query functionKeys.review_page -o tsv 2>$null
}
if (-not $key -or $key -eq 'None') {
  $key = [Convert]::ToHexString([Security.Cryptography.RandomNumberGenerator]::GetBytes(24)).ToLowerInvariant()
  if ($onContainers) {
    az containerapp function keys set --subscription $subscription -g $group -n $app --key-type hostKey --key-name review_page --key-value $key --output none | Out-Null
  } else {
    az functionapp keys set --subscription $subscription -g $group -n $app --key-type functionKeys --key-name review_page --key-value $key --output none | Out-Null
  }
  if ($LASTEXITCODE -ne 0) { Stop-Hook 'The key of the review page could not be created; see above.' }
}
Write-Output "Review page: $page#key=$key"
Write-Output 'Everyone with this link can use the whole API; docs/operations.md says how to revoke it.'
