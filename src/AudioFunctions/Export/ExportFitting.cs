using AudioFunctions.Platform;
using AudioFunctions.Sessions;

namespace AudioFunctions.Export;

/// <summary>Checks whether beats can be fitted to the requested lengths.</summary>
internal static class ExportFitting
{
    /// <returns>Null if all of them can.</returns>
    /// <param name="fit">Seconds by beat; null for none.</param>
    public static Refusal? RefusalOf(SessionRecord session, IReadOnlyDictionary<string, double>? fit)
    {
        foreach (var (beatId, seconds) in fit ?? new Dictionary<string, double>())
        {
            if (session.Beats.FirstOrDefault(beat => beat.BeatId == beatId)?.SelectedTake() is not { } take)
                return Refusal.Invalid("fit-beat-unknown", $"'{Refusal.Truncate(beatId)}' in \"fit\" is not a beat of this session with a selected take.");
            if (BeatFit.ProblemOf(beatId, take.AudioDurationMs, seconds) is { } problem)
                return Refusal.Invalid(BeatFit.OutOfRange, problem);
        }

        return null;
    }
}
