using AudioFunctions.Platform;
using AudioFunctions.Sessions;

namespace AudioFunctions.Export;

/// <summary>Whether the beats that are to be another length can be.</summary>
internal static class ExportFitting
{
    /// <returns>Null if all of them can.</returns>
    /// <param name="fit">Seconds by beat; null if none is to be.</param>
    public static Refusal? RefusalOf(SessionRecord session, IReadOnlyDictionary<string, double>? fit)
    {
        foreach (var (beatId, seconds) in fit ?? new Dictionary<string, double>())
        {
            if (session.Beats.FirstOrDefault(beat => beat.BeatId == beatId)?.SelectedTake() is not { } take)
                return Refusal.Invalid("fit-beat-unknown", $"'{Refusal.Truncate(beatId)}' of \"fit\" is no beat of the session that has a selected take.");
            if (BeatFit.ProblemOf(beatId, take.AudioDurationMs, seconds) is { } problem)
                return Refusal.Invalid(BeatFit.OutOfRange, problem);
        }

        return null;
    }
}
