using AudioFunctions.Scripts;

namespace AudioFunctions.Sessions;

/// <summary>
/// The beats of a session whose script was replaced, in script order: kept in the session row, so that one write replaces the script whole. A
/// session that has its first script has none: its beat rows say it all.
/// </summary>
/// <param name="Version">1 is the script that was handed in first.</param>
/// <param name="ScriptName">Names the version's blobs; no two attempts to replace a script share one.</param>
public sealed record SessionOutline(int Version, string ScriptName, IReadOnlyList<OutlinedBeat> Beats)
{
    public OutlinedBeat? Find(string beatId) => Beats.FirstOrDefault(beat => beat.BeatId == beatId);
}

/// <summary>A beat of the current script.</summary>
/// <param name="Wording">
/// Names the beat row that counts: each wording of a beat has its own, with the takes, selection and review of that wording. Empty for the
/// first one, else the name of the script that brought it in. An earlier script that comes back finds its rows as they were.
/// </param>
/// <param name="Source">The take whose stored speech the beat is assembled from while it has no take of its own, or null.</param>
public sealed record OutlinedBeat(string BeatId, string BeatName, string Character, string Wording, TakeSourceName? Source = null)
{
    public static OutlinedBeat Of(Beat beat, string wording, TakeSourceName? source) =>
        new(beat.BeatId, beat.BeatName, beat.Character, wording, source);
}

/// <summary>A take of the same session.</summary>
public sealed record TakeSourceName(string BeatId, string TakeId);

/// <summary>A version of a session's script.</summary>
/// <param name="Version">1 is the script that was handed in first.</param>
public sealed record ScriptVersion(int Version, DateTimeOffset CreatedAt, bool IsCurrent);
