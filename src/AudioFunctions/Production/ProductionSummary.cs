using System.Globalization;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;

namespace AudioFunctions.Production;

/// <summary>Builds the output of a production.</summary>
internal static class ProductionSummary
{
    public static ProductionOutput For(NewSession session, IReadOnlyList<BeatOutcome> beats, DateTimeOffset createdAt)
    {
        var totalMs = beats.Sum(beat => beat.SelectedDurationMs ?? beat.AudioDurationMs);
        return new ProductionOutput(
            session.SessionId,
            session.VideoTitle,
            session.ProjectName,
            SessionStatus.InProgress,
            [.. beats.Select(Describe)],
            totalMs,
            Sentence(beats.Count, [.. beats.Select(beat => beat.Error?.Code).OfType<string>()], totalMs),
            createdAt);
    }

    /// <summary>The output for a session in its current state, with all its takes.</summary>
    public static ProductionOutput For(SessionRecord session) => new(
        session.SessionId,
        session.VideoTitle,
        session.ProjectName,
        session.Status,
        [.. session.Beats.Select(Describe)],
        session.TotalDurationMs,
        Sentence(
            session.Beats.Count,
            [.. session.Beats.Where(beat => beat.SelectedTakeId is null).Select(beat => beat.Error?.Code ?? "")],
            session.TotalDurationMs),
        session.CreatedAt);

    /// <summary>For instance <c>Generated 7/8 beats, 45.2 seconds total (1 failed)</c>, or <c>(1 failed, 3 cancelled)</c>.</summary>
    /// <param name="errors">The codes of the beats that have no take.</param>
    internal static string Sentence(int beats, IReadOnlyList<string> errors, int totalMs)
    {
        var sentence = string.Create(
            CultureInfo.InvariantCulture, $"Generated {beats - errors.Count}/{beats} beats, {totalMs / 1000.0:F1} seconds total");
        var reasons = errors
            .GroupBy(code => code switch
            {
                SpeechCodes.Cancelled => "cancelled",
                SpeechCodes.BudgetReached => "over budget",
                BeatOutcome.NotSpokenCode => "not spoken",
                _ => "failed",
            })
            .OrderBy(reason => reason.Key != "failed")
            .Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Count()} {reason.Key}"));
        return errors.Count == 0 ? sentence : $"{sentence} ({string.Join(", ", reasons)})";
    }

    private static ProducedBeat Describe(BeatOutcome outcome) => outcome.Error is { } error
        ? new ProducedBeat(outcome.Beat.BeatId, outcome.Beat.BeatName) { Error = error }
        : new ProducedBeat(outcome.Beat.BeatId, outcome.Beat.BeatName)
        {
            Character = outcome.Beat.Character,
            Takes =
            [
                new ProducedTake(outcome.Take.Id, outcome.Take.AudioPath, outcome.AudioDurationMs, SourceOf(outcome)),
                .. outcome.Further.Select(take => new ProducedTake(take.Take.Id, take.Take.AudioPath, take.AudioDurationMs, ReusedFrom: null)),
            ],
            SelectedTakeId = outcome.SelectedTakeId,
        };

    private static ProducedBeat Describe(BeatRecord beat) => beat.SelectedTakeId is null && beat.Error is { } error
        ? new ProducedBeat(beat.BeatId, beat.BeatName) { Error = error }
        : new ProducedBeat(beat.BeatId, beat.BeatName)
        {
            Character = beat.Character,
            Takes = [.. beat.Takes.Select(take => new ProducedTake(take.TakeId, take.AudioPath, take.AudioDurationMs, take.ReusedFrom))],
            SelectedTakeId = beat.SelectedTakeId,
        };

    private static ReusedTake? SourceOf(BeatOutcome outcome) => outcome.ReusedFrom is { } from ? new ReusedTake(from.SessionId, from.Id) : null;
}
