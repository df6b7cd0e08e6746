using AudioFunctions.Sessions;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>
/// Remembers which dialogues of a beat couldn't be cut into their lines, so that a regeneration doesn't pay for such a recording again. The stored
/// responses of the beat's takes say so: that of the dialogue, and those of its segments, which were spoken by themselves. A failed take doesn't
/// count: its responses cost nothing. If it has a recording of the dialogue that can be cut, the next take uses that.
/// </summary>
internal static class UnusableDialogues
{
    /// <summary>How many takes are looked at.</summary>
    private const int MaxTakes = 20;

    /// <param name="isPaid">
    /// Whether a failed take has paid for the dialogue, and may have a recording that can be cut. Gets the time when the last take was planned whose
    /// recording couldn't be cut.
    /// </param>
    /// <returns>The plan without the dialogues that couldn't be cut before; each of their segments is spoken by itself.</returns>
    public static async Task<TakePlan> AvoidAsync(
        TakeFiles files, TakeKey take, TakePlan plan, Func<SpeechSegment, DateTimeOffset, Task<bool>> isPaid, CancellationToken cancellationToken)
    {
        if (!plan.Dialogues.Any())
            return plan;
        var unusable = new List<(SpeechSegment Dialogue, DateTimeOffset PlannedAt)>();
        var dialogues = await files.FindDialoguesAsync(take.SessionId, take.BeatId, cancellationToken);
        foreach (var stored in dialogues.Where(stored => stored.Alone.Count > 0).Take(MaxTakes))
        {
            if (await files.FindPlanAsync(stored.Take, cancellationToken) is { } earlier)
                unusable.AddRange(from dialogue in earlier.Dialogues where stored.IsSplit(dialogue, earlier) select (dialogue, earlier.CreatedAt));
        }

        var avoided = new List<SpeechSegment>();
        foreach (var dialogue in plan.Dialogues)
        {
            var same = unusable.FindAll(other => SaysTheSame(dialogue, other.Dialogue));
            if (same.Count > 0 && !await isPaid(dialogue, same.Max(other => other.PlannedAt)))
                avoided.Add(dialogue);
        }

        return avoided.Count > 0 ? Without(plan, avoided) : plan;
    }

    private static TakePlan Without(TakePlan plan, List<SpeechSegment> avoided) => plan with
    {
        Segments = [.. plan.Segments.Select(segment =>
            avoided.Exists(dialogue => dialogue.Index == segment.Dialogue?.Index) ? segment with { Dialogue = null } : segment)],
        Warnings = [.. plan.Warnings ?? [], .. avoided.Select(Warning)],
    };

    private static string Warning(SpeechSegment dialogue) =>
        $"{SpokenTake.DialogueUnusable}: Lines {dialogue.Lines[0].Line + 1} to {dialogue.Lines[^1].Line + 1} weren't requested as a dialogue, because an "
        + "earlier recording of them could not be cut into its lines; each character's lines were spoken separately.";

    /// <summary>Settings don't count: what makes the times unusable is the words.</summary>
    private static bool SaysTheSame(SpeechSegment one, SpeechSegment other) =>
        one.Model?.Id == other.Model?.Id && TurnsOf(one).SequenceEqual(TurnsOf(other));

    private static IEnumerable<(string VoiceId, string Text)> TurnsOf(SpeechSegment dialogue) =>
        dialogue.Turns!.Select(turn => (turn.VoiceId, dialogue.SentOf(turn).Text));
}

/// <summary>Which responses of a take with dialogues are stored.</summary>
/// <param name="Dialogues">The indexes of its dialogues with a response.</param>
/// <param name="Alone">The indexes of the segments with a response of their own.</param>
internal sealed record StoredDialogues(TakeKey Take, IReadOnlySet<int> Dialogues, IReadOnlySet<int> Alone)
{
    /// <summary>Whether the dialogue was billed and one of its segments was still spoken by itself.</summary>
    public bool IsSplit(SpeechSegment dialogue, TakePlan plan) => Dialogues.Contains(dialogue.Index)
        && plan.Segments.Any(segment => segment.Dialogue?.Index == dialogue.Index && Alone.Contains(segment.Index));
}
