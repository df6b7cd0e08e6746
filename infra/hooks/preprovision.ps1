# Stops what can't work before anything is created in Azure.
$ErrorActionPreference = 'Stop'

function Stop-Hook($message) {
  [Console]::Error.WriteLine($message)
  exit 1
}

$withElevenLabs = $env:SPEECH_PROVIDER -ne 'offline'
if ($env:COMPUTE -eq 'flexConsumption' -and -not $withElevenLabs) {
  Stop-Hook 'Flex Consumption has no offline voice: run azd env set SPEECH_PROVIDER elevenlabs, or azd env set COMPUTE containerApps.'
}

# The first deployment of an environment puts the key into the vault; azd knows APP_NAME after it. A workflow has neither, and needs no key.
if ($withElevenLabs -and -not $env:ELEVENLABS_API_KEY -and -not $env:APP_NAME -and -not $env:CI) {
  Stop-Hook 'The first deployment needs ElevenLabs'' key: set ELEVENLABS_API_KEY for this one command. Without a key: azd env set SPEECH_PROVIDER offline.'
}

if ($env:DURABLE_PROVIDER -eq 'durableTaskScheduler') {
  Write-Warning 'The app doesn''t start with DURABLE_PROVIDER=durableTaskScheduler until it has the package for it; see docs/deploy.md.'
}
