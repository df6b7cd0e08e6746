using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>What a stored take was assembled from: assembled again, it sounds the same to the sample.</summary>
public sealed record TakeSource(PauseMode PauseMode, IReadOnlyList<SpokenSegment> Segments)
{
    /// <summary>The take's plan and raw answers, or null if one of them is not stored (any more).</summary>
    public static async Task<TakeSource?> FindAsync(TakeFiles files, TakeKey take, CancellationToken cancellationToken)
    {
        if (await files.FindPlanAsync(take, cancellationToken) is not { } plan)
            return null;

        var responses = new List<RawSpeech>();
        foreach (var segment in plan.Segments)
        {
            if (await files.FindRawAsync(take, segment.Index, cancellationToken) is not { } raw)
                return null;
            responses.Add(raw);
        }

        return new TakeSource(plan.PauseMode, SpokenTake.Of(plan, responses));
    }
}
