#!/bin/sh
# Stops what can't work before anything is created in Azure.
set -eu

if [ "${COMPUTE:-containerApps}" = flexConsumption ] && [ "${SPEECH_PROVIDER:-elevenlabs}" = offline ]; then
  echo "Flex Consumption has no offline voice: run azd env set SPEECH_PROVIDER elevenlabs, or azd env set COMPUTE containerApps." >&2
  exit 1
fi

# The first deployment of an environment puts the key into the vault; azd knows APP_NAME after it. A workflow has neither, and needs no key.
if [ "${SPEECH_PROVIDER:-elevenlabs}" = elevenlabs ] && [ -z "${ELEVENLABS_API_KEY:-}" ] && [ -z "${APP_NAME:-}" ] && [ -z "${CI:-}" ]; then
  echo "The first deployment needs ElevenLabs' key: run ELEVENLABS_API_KEY=… azd up. Without a key: azd env set SPEECH_PROVIDER offline." >&2
  exit 1
fi

if [ "${DURABLE_PROVIDER:-azureStorage}" = durableTaskScheduler ]; then
  echo "Note: the app doesn't start with DURABLE_PROVIDER=durableTaskScheduler until it has the package for it; see docs/deploy.md." >&2
fi
