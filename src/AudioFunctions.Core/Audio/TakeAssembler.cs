using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Scripts;

namespace AudioFunctions.Audio;

/// <summary>Makes a take from a beat's segments: decode, cut, insert silence, join, encode. Safe for concurrent use.</summary>
public sealed class TakeAssembler(AudioOptions options, FFmpegTool ffmpeg, ScratchFolders scratchFolders)
{
    /// <summary>Runs FFmpeg twice, however many segments and pauses there are. The MP3 appears whole or not at all.</summary>
    /// <param name="segments">All of the beat's, in order; at least one.</param>
    /// <param name="mp3Path">An existing file is replaced; the folder must exist.</param>
    /// <exception cref="AudioException">The audio could not be read or finished.</exception>
    public async Task<AssembledTake> AssembleAsync(
        IReadOnlyList<SpokenSegment> segments, PauseMode pauseMode, string mp3Path, CancellationToken cancellationToken)
    {
        using var track = StartTrack();
        var take = await track.AppendAsync(segments, pauseMode, cancellationToken);
        await track.EncodeAsync(mp3Path, cancellationToken);
        return take with { Quality = take.Quality.Amplified(TakeEncoder.GainDb(options.BitrateKbps)) };
    }

    /// <summary>The segments whose recordings can't be decoded, each tried by itself, by their places in the list.</summary>
    public async Task<IReadOnlyList<int>> FindUnreadableAsync(IReadOnlyList<SpokenSegment> segments, CancellationToken cancellationToken)
    {
        var unreadable = new List<int>();
        foreach (var (place, segment) in segments.Index())
        {
            using var track = StartTrack();
            try
            {
                await track.AppendFinishedAsync($"The recording of segment {place + 1}", segment.Spoken.Audio, cancellationToken);
            }
            catch (AudioException failure) when (failure.Code == AudioErrors.UnreadableCode)
            {
                unreadable.Add(place);
            }
        }

        return unreadable;
    }

    /// <summary>Starts an empty track, for one or more takes.</summary>
    /// <exception cref="AudioException">The disk is full.</exception>
    public PcmTrack StartTrack() => new(options, ffmpeg, scratchFolders);
}
