using AudioFunctions.Audio;
using AudioFunctions.Takes;

namespace AudioFunctions.Export;

/// <summary>
/// Finds out what was not noted when a take was made, by assembling it again from its stored speech. The take itself stays as it is.
/// </summary>
public sealed class TakeRemaking(TakeFiles takes, TakeAssembler assembler)
{
    /// <returns>Null if its speech is not stored any more.</returns>
    public async Task<AssembledTake?> FindAsync(TakeKey take, CancellationToken cancellationToken)
    {
        if (await TakeSource.FindAsync(takes, take, cancellationToken) is not { } source)
            return null;

        using var track = assembler.StartTrack();
        return await track.AppendAsync(source.Segments, source.PauseMode, cancellationToken);
    }
}
