using AudioFunctions.Audio.Assembling;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;

namespace AudioFunctions.Export;

/// <param name="Voices">Who speaks from which sample on, in order; null if only the MP3 is stored.</param>
/// <param name="Warnings">Sentences; empty if the take was assembled again from its raw speech.</param>
internal sealed record JoinedTake(IReadOnlyList<(string Character, int From)>? Voices, IReadOnlyList<string> Warnings);

/// <summary>Appends takes to a track: assembled again from their raw speech, or decoded if that is no longer stored.</summary>
internal sealed class TakeJoiner(TakeFiles takes)
{
    /// <param name="holder">Subject and verb of the warning's second half.</param>
    public async Task<JoinedTake> AppendAsync(PcmTrack track, TakeKey take, string holder, CancellationToken cancellationToken)
    {
        if (await TakeSource.FindAsync(takes, take, cancellationToken) is { } source)
        {
            // Its warnings were found when the take was made, and are stored with it.
            var made = await track.AppendAsync(source.Segments, source.PauseMode, cancellationToken);
            return new JoinedTake([.. source.Segments.Zip(made.SegmentStarts, (spoken, from) => (spoken.Segment.Character, from))], []);
        }

        var mp3 = await takes.ReadAudioAsync(take, cancellationToken);
        var damage = await track.AppendFinishedAsync($"the take of beat {take.BeatId}", mp3, cancellationToken);
        return new JoinedTake(
            null,
            [
                $"The raw speech of take {take.Id} of beat {take.BeatId} is no longer stored; "
                + $"{holder} its MP3, decoded and encoded a second time.",
                .. damage,
            ]);
    }
}
