using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>The inputs that a stored take was assembled from: reassembled, it sounds the same to the sample.</summary>
public sealed record TakeSource(PauseMode PauseMode, IReadOnlyList<SpokenSegment> Segments)
{
    /// <summary>The take's plan and raw responses; null if any of them isn't stored (any more).</summary>
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
