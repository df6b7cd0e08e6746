using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Watches the history for as long as an answer that got lost may still show up there.</summary>
internal sealed class LostResponseSearch(ElevenLabsHistory history, ServiceClock clock, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LeastBetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostBetweenLooks = TimeSpan.FromSeconds(5);

    /// <returns>The answer; a failure if the history can't be read; neither if no answer can come any more.</returns>
    public async Task<SpeechOutcome> RunAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var (note, answerWithin) = attempts.Lost!;
        var began = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            var knewClock = clock.Offset is not null;
            var answeredBy = clock.AtService(note, note.LastSentAt) + answerWithin;
            var found = await history.FindAsync(request, attempts, clock.AtService(note, note.SentSince), answeredBy, cancellationToken);
            if (found != SpeechOutcome.Nothing)
                return found;

            // Look again at once if only this answer told what time it is there.
            if (!knewClock && clock.Offset is { } offset && offset != TimeSpan.Zero)
                continue;

            var left = answeredBy - clock.Now;
            if (left <= TimeSpan.Zero)
                return SpeechOutcome.Nothing;
            if (isFirst)
                SpeechLog.WatchingHistory(logger, left.TotalSeconds);

            var wait = Interval(time.GetElapsedTime(began));
            await Task.Delay(left < wait ? left : wait, time, cancellationToken);
        }
    }

    /// <summary>Most answers come soon; a long watch asks less and less often.</summary>
    private static TimeSpan Interval(TimeSpan watched) =>
        TimeSpan.FromTicks(Math.Clamp(watched.Ticks / 10, LeastBetweenLooks.Ticks, MostBetweenLooks.Ticks));
}
