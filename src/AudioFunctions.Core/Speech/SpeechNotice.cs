using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech;

/// <summary>Logs at start which service speaks.</summary>
internal sealed class SpeechNotice(ISpeechService speech, ILogger<SpeechNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (speech.Provider == SpeechOptions.OfflineProvider)
            SpeechLog.OfflineVoiceSpeaks(logger);
        else
            SpeechLog.ElevenLabsSpeaks(logger, speech.Model);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
