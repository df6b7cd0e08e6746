#!/bin/sh
# Connects the drop: creates the Event Grid subscription that notifies the app of new files. Then creates a key for the review page and prints
# the link with it; in CI, it prints the link without the key. The drop's key is passed from one command to the next and never printed.
set -eu

: "${AZURE_SUBSCRIPTION_ID:?is not set: run azd provision first}"
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
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

on_containers() { [ "${COMPUTE:-containerApps}" = containerApps ]; }

# The commands for function keys are in the extension's preview; without this, az would install the stable one, or ask.
if on_containers; then
  az extension add --name containerapp --upgrade --allow-preview true --yes --only-show-errors
fi

# The host creates this key when it starts with a blob trigger for the first time.
blobs_key() {
  if on_containers; then
    az containerapp function keys show --subscription "$AZURE_SUBSCRIPTION_ID" -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" \
      --key-type systemKey --key-name blobs_extension --query value.value -o tsv
  else
    az functionapp keys list --subscription "$AZURE_SUBSCRIPTION_ID" -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" \
      --query systemKeys.blobs_extension -o tsv
  fi
}

# The key is in the arguments of this one command: users who can list this machine's processes see it while it runs.
subscribe() {
  az eventgrid system-topic event-subscription create --subscription "$AZURE_SUBSCRIPTION_ID" \
    --resource-group "$AZURE_RESOURCE_GROUP" --system-topic-name "$DROP_TOPIC_NAME" --name els-drop \
    --endpoint-type webhook \
    --endpoint "https://$APP_HOST_NAME/runtime/webhooks/blobs?functionName=Host.Functions.DropScript&code=$key" \
    --included-event-types Microsoft.Storage.BlobCreated \
    --subject-begins-with /blobServices/default/containers/els-drop/ --subject-ends-with .els \
    --output none >/dev/null
}

# Prints what az wrote last, without the key.
last_error() {
  secret=$key awk 'BEGIN { secret = ENVIRON["secret"] }
    { while (secret != "" && (at = index($0, secret))) $0 = substr($0, 1, at - 1) "…" substr($0, at + length(secret)); print }' "$errors" >&2
}

# Starts again with the key each time: the first answers may come from the host without functions that ran before.
try=1
while :; do
  key=$(blobs_key 2>"$errors") || key=
  # az prints None for a missing value.
  if [ "$key" = None ]; then key=; fi
  if [ -n "$key" ] && subscribe 2>"$errors"; then break; fi
  if [ "$try" -ge "$tries" ]; then
    last_error
    if [ -z "$key" ]; then
      echo "The app has no key blobs_extension yet. Check its log, then run: azd hooks run postdeploy" >&2
    else
      echo "The Event Grid subscription could not be created. Check the app's log, then run: azd hooks run postdeploy" >&2
    fi
    exit 1
  fi
  try=$((try + 1))
  sleep "$pause"
done

echo "The drop is connected: files put into els-drop of ${STORAGE_ACCOUNT_NAME:-the storage account} are produced."

page="https://$APP_HOST_NAME/api/studio"
if [ -n "${CI:-}" ]; then
  echo "Review page: $page (for the link with its key, run azd hooks run postdeploy on your machine)"
  exit 0
fi

# A separate host key, so that you can revoke it without affecting other clients.
if on_containers; then
  key=$(az containerapp function keys show --subscription "$AZURE_SUBSCRIPTION_ID" -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" \
    --key-type hostKey --key-name review_page --query value.value -o tsv 2>/dev/null) || key=
else
  key=$(az functionapp keys list --subscription "$AZURE_SUBSCRIPTION_ID" -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" \
    --query functionKeys.review_page -o tsv 2>/dev/null) || key=
fi
if [ -z "$key" ] || [ "$key" = None ]; then
  key=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  if on_containers; then
    az containerapp function keys set --subscription "$AZURE_SUBSCRIPTION_ID" -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" \
      --key-type hostKey --key-name review_page --key-value "$key" --output none >/dev/null
  else
    az functionapp keys set --subscription "$AZURE_SUBSCRIPTION_ID" -g "$AZURE_RESOURCE_GROUP" -n "$APP_NAME" \
      --key-type functionKeys --key-name review_page --key-value "$key" --output none >/dev/null
  fi
fi
echo "Review page: $page#key=$key"
echo "Everyone with this link can use the whole API; docs/operations.md says how to revoke it."
