using AudioFunctions.Audio;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Platform;

/// <summary><c>GET health</c>: 200 if the app can work, else 503 with what to do.</summary>
public sealed class HealthFunctions(VoiceProfileStore voices, TakeFiles takes, FFmpegTool ffmpeg, ISpeechService speech)
{
    /// <summary>A limit, because storage that accepts connections but doesn't respond would block the client for minutes.</summary>
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(10);

    [Function("Health")]
    public async Task<IResult> Health(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var storage = await StorageAsync(cancellationToken);
        var audio = await FFmpegAsync(cancellationToken);
        var healthy = storage.Ok && audio.Ok;
        var health = new HealthReport(
            healthy ? "healthy" : "unhealthy", storage, audio, new SpeechHealth(speech.Provider, speech.Model));
        return ProductResults.Json(health, healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<StorageHealth> StorageAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(StorageTimeout);
        try
        {
            // Tables and blobs may be denied, or down, by themselves. On the first start, this adds the default profiles and the container.
            await Task.WhenAll(voices.ListAsync(limited.Token), takes.RequireReadableAsync(limited.Token));
            return new StorageHealth(true, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new StorageHealth(false, $"The storage account did not respond within {StorageTimeout.TotalSeconds:0} s.");
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            return new StorageHealth(false, StorageFailure.Describe(failure));
        }
    }

    private async Task<FFmpegHealth> FFmpegAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await ffmpeg.DescribeAsync(cancellationToken);
            return new FFmpegHealth(true, found.Path, found.Version, null);
        }
        catch (AudioException failure)
        {
            return new FFmpegHealth(false, null, null, failure.Message);
        }
    }

    private sealed record HealthReport(string Status, StorageHealth Storage, FFmpegHealth Ffmpeg, SpeechHealth Speech);

    private sealed record StorageHealth(bool Ok, string? Detail);

    private sealed record FFmpegHealth(bool Ok, string? Path, string? Version, string? Detail);

    private sealed record SpeechHealth(string Provider, string Model);
}
