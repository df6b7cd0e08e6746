using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Polls the history for as long as a lost response may still appear there.</summary>
internal sealed class LostResponseSearch(ElevenLabsHistory history, ServiceClock clock, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan MinPollDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPollDelay = TimeSpan.FromSeconds(5);

    /// <returns>The response; a failure if the history can't be read; neither if no response can arrive any more.</returns>
    public async Task<SpeechOutcome> RunAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var (note, responseWithin) = attempts.Lost!;
        var began = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            var knewClock = clock.Offset is not null;
            var responseBy = clock.AtService(note, note.LastSentAt) + responseWithin;
            var found = await history.FindAsync(request, attempts, clock.AtService(note, note.SentSince), responseBy, cancellationToken);
            if (found != SpeechOutcome.Nothing)
                return found;

            // Search again at once if only this response revealed the service's clock.
            if (!knewClock && clock.Offset is { } offset && offset != TimeSpan.Zero)
                continue;

            var left = responseBy - clock.Now;
            if (left <= TimeSpan.Zero)
                return SpeechOutcome.Nothing;
            if (isFirst)
                SpeechLog.WatchingHistory(logger, left.TotalSeconds);

            var wait = Interval(time.GetElapsedTime(began));
            await Task.Delay(left < wait ? left : wait, time, cancellationToken);
        }
    }

    /// <summary>Most responses arrive soon; a long search polls less and less often.</summary>
    private static TimeSpan Interval(TimeSpan watched) =>
        TimeSpan.FromTicks(Math.Clamp(watched.Ticks / 10, MinPollDelay.Ticks, MaxPollDelay.Ticks));
}

/// <summary>Requests whose responses were lost: the history may have what was billed since the time in the note.</summary>
/// <param name="ResponseWithin">How long after the last request was sent its response may still appear in the history.</param>
internal sealed record LostRequest(RequestNote Note, TimeSpan ResponseWithin)
{
    /// <summary>The service's ids of the one response to find; null if any will do.</summary>
    public IReadOnlyList<string>? Ids => Note.Unusable is { Ids.Count: > 0 } unusable ? unusable.Ids : null;
}
