#!/bin/sh
# Connects the drop: creates the Event Grid subscription that notifies the app of new files. Then creates a key for the review page and prints
# the link with it; in CI, it prints the link without the key. The drop's key is passed from one command to the next and never printed.
set -eu

: "${AZURE_RESOURCE_GROUP:?is not set: run azd provision first}"
: "${APP_NAME:?is not set: run azd provision first}"
: "${APP_HOST_NAME:?is not set: run azd provision first}"
: "${DROP_TOPIC_NAME:?is not set: run azd provision first}"
tries=${POSTUP_TRIES:-30}
pause=${POSTUP_PAUSE_SECONDS:-10}

if ! command -v az >/dev/null; then
  echo "az, the Azure CLI, is missing: install it, then run azd hooks run postdeploy." >&2
  exit 1
fi

# The host creates this key when it starts with a blob trigger for the first time.
blobs_key() {
  if [ "${COMPUTE:-containerApps}" = containerApps ]; then
    az containerapp function keys show -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" \
      --key-type systemKey --key-name blobs_extension --query value.value -o tsv
  else
    az functionapp keys list -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" --query systemKeys.blobs_extension -o tsv
  fi
}

try=1
key=
while [ -z "$key" ]; do
  key=$(blobs_key 2>/dev/null) || key=
  # az prints None for a missing value.
  if [ "$key" = None ]; then key=; fi
  if [ -z "$key" ]; then
    if [ "$try" -ge "$tries" ]; then
      echo "The app has no key blobs_extension yet. Check its log, then run: azd hooks run postdeploy" >&2
      exit 1
    fi
    try=$((try + 1))
    sleep "$pause"
  fi
done

# The key is in the arguments of this one command: users who can list this machine's processes see it while it runs.
az eventgrid system-topic event-subscription create \
  --resource-group "$AZURE_RESOURCE_GROUP" --system-topic-name "$DROP_TOPIC_NAME" --name els-drop \
  --endpoint-type webhook \
  --endpoint "https://$APP_HOST_NAME/runtime/webhooks/blobs?functionName=Host.Functions.DropScript&code=$key" \
  --included-event-types Microsoft.Storage.BlobCreated \
  --subject-begins-with /blobServices/default/containers/els-drop/ --subject-ends-with .els \
  --output none >/dev/null

echo "The drop is connected: files put into els-drop of ${STORAGE_ACCOUNT_NAME:-the storage account} are produced."

page="https://$APP_HOST_NAME/api/studio"
if [ -n "${CI:-}" ]; then
  echo "Review page: $page (for the link with its key, run azd hooks run postdeploy on your machine)"
  exit 0
fi

# A separate host key, so that you can revoke it without affecting other clients.
if [ "${COMPUTE:-containerApps}" = containerApps ]; then
  key=$(az containerapp function keys show -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" \
    --key-type hostKey --key-name review_page --query value.value -o tsv 2>/dev/null) || key=
else
  key=$(az functionapp keys list -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" --query functionKeys.review_page -o tsv 2>/dev/null) || key=
fi
if [ -z "$key" ] || [ "$key" = None ]; then
  key=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  if [ "${COMPUTE:-containerApps}" = containerApps ]; then
    az containerapp function keys set -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" \
      --key-type hostKey --key-name review_page --key-value "$key" --output none >/dev/null
  else
    az functionapp keys set -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" \
      --key-type functionKeys --key-name review_page --key-value "$key" --output none >/dev/null
  fi
fi
echo "Review page: $page#key=$key"
echo "Everyone with this link can use the whole API; docs/operations.md says how to revoke it."
