# Writes local.settings.json, so that the checkout runs on this machine as in Azure. Keeps an existing file.
$ErrorActionPreference = 'Stop'
$root = Resolve-Path (Join-Path $PSScriptRoot '../..')
$settings = Join-Path $root 'local.settings.json'

if (Test-Path $settings) {
  Write-Output 'local.settings.json exists already; it was not changed.'
  exit 0
}

# Use the storage emulator, not the deployed account: a second host on the same task hub would take work from the deployed one.
@{
  IsEncrypted = $false
  Values = [ordered]@{
    AzureWebJobsStorage = 'UseDevelopmentStorage=true'
    FUNCTIONS_WORKER_RUNTIME = 'dotnet-isolated'
    ElevenLabs__ApiKey = ''
    ElevenLabs__ModelId = 'eleven_turbo_v2_5'
    ElevenLabs__OutputFormat = 'mp3_44100_128'
  }
} | ConvertTo-Json | Set-Content -Path $settings -Encoding utf8NoBOM
Write-Output 'Wrote local.settings.json, for the storage emulator.'
if ($env:SPEECH_PROVIDER -eq 'elevenlabs') {
  Write-Output 'To speak through ElevenLabs on this machine too, put the key into ElevenLabs__ApiKey; until then the offline voice speaks.'
}
