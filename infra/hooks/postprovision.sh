#!/bin/sh
# Writes local.settings.json, so that the checkout runs on this machine as in Azure. Keeps an existing file.
set -eu
root=$(cd -- "$(dirname -- "$0")/../.." && pwd)
settings=$root/local.settings.json

if [ -e "$settings" ]; then
  echo "local.settings.json exists already; it was not changed."
  exit 0
fi

# Use the storage emulator, not the deployed account: a second host on the same task hub would take work from the deployed one.
provider=${SPEECH_PROVIDER:-offline}
umask 077
cat >"$settings" <<JSON
{
  "IsEncrypted": false,
  "Values": {
    "AzureWebJobsStorage": "UseDevelopmentStorage=true",
    "FUNCTIONS_WORKER_RUNTIME": "dotnet-isolated",
    "ElevenLabs__ApiKey": "",
    "ElevenLabs__ModelId": "eleven_turbo_v2_5",
    "ElevenLabs__OutputFormat": "mp3_44100_128"
  }
}
JSON
echo "Wrote local.settings.json, for the storage emulator."
if [ "$provider" = elevenlabs ]; then
  echo "To speak through ElevenLabs on this machine too, put the key into ElevenLabs__ApiKey; until then the offline voice speaks."
fi
