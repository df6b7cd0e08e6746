using AudioFunctions.Audio.Assembling;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;

namespace AudioFunctions.Export;

/// <summary>
/// Finds timings that an older take lacks, by assembling it again from its stored speech. The take itself doesn't change; the timings are
/// stored beside it, so that captions, words and later exports don't decode it again.
/// </summary>
public sealed class TakeRemaking(TakeFiles takes, TakeAssembler assembler)
{
    /// <returns>Null if its speech is no longer stored.</returns>
    public async Task<TakeTimings?> FindAsync(TakeKey take, CancellationToken cancellationToken)
    {
        if (await takes.FindTimingsAsync(take, cancellationToken) is { } known)
            return known;
        if (await TakeSource.FindAsync(takes, take, cancellationToken) is not { } source)
            return null;

        using var track = assembler.StartTrack();
        var made = await track.AppendAsync(source.Segments, source.PauseMode, cancellationToken);
        var timings = new TakeTimings(made.Pauses, made.Words);
        await takes.AddTimingsAsync(take, timings, cancellationToken);
        return timings;
    }
}
