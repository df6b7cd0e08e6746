using System.Globalization;
using AudioFunctions.Sessions;

namespace AudioFunctions.Production;

/// <summary>Builds the output of a production.</summary>
internal static class ProductionSummary
{
    public static ProductionOutput For(NewSession session, IReadOnlyList<BeatOutcome> beats, DateTimeOffset createdAt)
    {
        var totalMs = beats.Sum(beat => beat.AudioDurationMs);
        return new ProductionOutput(
            session.SessionId,
            session.VideoTitle,
            session.ProjectName,
            SessionStatus.InProgress,
            [.. beats.Select(Describe)],
            totalMs,
            Sentence(beats.Count, beats.Count(beat => beat.Error is not null), totalMs),
            createdAt);
    }

    /// <summary>For instance <c>Generated 7/8 beats, 45.2 seconds total (1 failed)</c>.</summary>
    internal static string Sentence(int beats, int failed, int totalMs)
    {
        var sentence = string.Create(CultureInfo.InvariantCulture, $"Generated {beats - failed}/{beats} beats, {totalMs / 1000.0:F1} seconds total");
        return failed == 0 ? sentence : string.Create(CultureInfo.InvariantCulture, $"{sentence} ({failed} failed)");
    }

    private static ProducedBeat Describe(BeatOutcome outcome) => outcome.Error is { } error
        ? new ProducedBeat(outcome.Beat.BeatId, outcome.Beat.BeatName) { Error = error }
        : new ProducedBeat(outcome.Beat.BeatId, outcome.Beat.BeatName)
        {
            Character = outcome.Beat.Character,
            Takes = [new ProducedTake(outcome.Take.Id, outcome.Take.AudioPath, outcome.AudioDurationMs, SourceOf(outcome))],
            SelectedTakeId = outcome.SelectedTakeId,
        };

    private static ReusedTake? SourceOf(BeatOutcome outcome) => outcome.ReusedFrom is { } from ? new ReusedTake(from.SessionId, from.Id) : null;
}
