using AudioFunctions.Scripts;

namespace AudioFunctions.Sessions;

/// <summary>
/// The beats of a session whose script was replaced, in script order. It is part of the session row, so that one write replaces the whole
/// script. A session with its first script has none, because its beat rows suffice.
/// </summary>
/// <param name="Version">1 is the first script.</param>
/// <param name="ScriptName">Part of the blob names; each attempt to replace the script has its own.</param>
public sealed record SessionOutline(int Version, string ScriptName, IReadOnlyList<OutlinedBeat> Beats)
{
    public OutlinedBeat? Find(string beatId) => Beats.FirstOrDefault(beat => beat.BeatId == beatId);
}

/// <summary>A beat of the current script.</summary>
/// <param name="Wording">
/// Names the current beat row: each wording of a beat has its own row, with its takes, selection and review. Empty for the first wording,
/// otherwise the name of the script that added it. Restoring an earlier script therefore restores its rows.
/// </param>
/// <param name="Source">The take whose stored speech the beat is assembled from while it has no take of its own, or null.</param>
public sealed record OutlinedBeat(string BeatId, string BeatName, string Character, string Wording, TakeSourceName? Source = null)
{
    public static OutlinedBeat Of(Beat beat, string wording, TakeSourceName? source) =>
        new(beat.BeatId, beat.BeatName, beat.Character, wording, source);
}

/// <summary>A take in the same session.</summary>
public sealed record TakeSourceName(string BeatId, string TakeId);

/// <summary>A version of a session's script.</summary>
/// <param name="Version">1 is the first script.</param>
public sealed record ScriptVersion(int Version, DateTimeOffset CreatedAt, bool IsCurrent);
