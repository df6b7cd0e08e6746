using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Scripts;

namespace AudioFunctions.Audio.Assembling;

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

    /// <summary>The segments whose recordings can't be decoded, each tried by itself, by their indexes; all if each by itself can.</summary>
    public async Task<IReadOnlyList<int>> FindUnreadableAsync(
        IReadOnlyList<SpokenSegment> segments, PauseMode pauseMode, CancellationToken cancellationToken)
    {
        var unreadable = new List<int>();
        foreach (var (index, segment) in segments.Index())
        {
            using var track = StartTrack();
            try
            {
                await track.AppendAsync([segment], pauseMode, cancellationToken);
            }
            catch (AudioException failure) when (failure.Code == AudioErrors.UnreadableCode)
            {
                unreadable.Add(index);
            }
        }

        return unreadable.Count > 0 ? unreadable : [.. Enumerable.Range(0, segments.Count)];
    }

    /// <summary>Starts an empty track, for one or more takes.</summary>
    /// <exception cref="AudioException">The disk is full.</exception>
    public PcmTrack StartTrack() => new(options, ffmpeg, scratchFolders);
}
