using System.Runtime.InteropServices;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.Mixing;
using AudioFunctions.Audio.Scratch;
using AudioFunctions.Audio.Tools;
using AudioFunctions.Scripts;

namespace AudioFunctions.Audio;

/// <summary>Makes a take of a beat's segments: decode, cut, silence, join, encode (PRODUCT.md section 4). Safe for concurrent use.</summary>
public sealed class TakeAssembler(AudioOptions options, FFmpegTool ffmpeg, ScratchFolders scratchFolders)
{
    private readonly SegmentDecoder _decoder = new(ffmpeg, options);
    private readonly TakeEncoder _encoder = new(ffmpeg, options);

    /// <summary>Runs FFmpeg twice, however many segments and pauses there are. The MP3 appears whole or not at all.</summary>
    /// <param name="segments">All of the beat's, in order; at least one.</param>
    /// <param name="mp3Path">Replaced where it exists; its folder must exist.</param>
    /// <exception cref="AudioException">The audio could not be read or finished.</exception>
    public async Task<AssembledTake> AssembleAsync(
        IReadOnlyList<SpokenSegment> segments, PauseMode pauseMode, string mp3Path, CancellationToken cancellationToken)
    {
        if (segments.Count == 0)
            throw new ArgumentException("A take needs at least one segment.", nameof(segments));
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(mp3Path))))
            throw new ArgumentException("The folder of the take must exist.", nameof(mp3Path));

        try
        {
            using var scratch = scratchFolders.Create();
            var damage = await _decoder.DecodeAsync(segments, scratch, cancellationToken);
            var joinedPath = scratch.PathOf("take.pcm");
            var take = Join(segments, pauseMode, scratch, joinedPath, cancellationToken);
            var encodedPath = scratch.PathOf("take.mp3");
            await _encoder.EncodeAsync(joinedPath, encodedPath, cancellationToken);
            Deliver(encodedPath, Path.GetFullPath(mp3Path));
            return take with { Warnings = [.. damage, .. take.Warnings] };
        }
        catch (IOException e) when (DiskSpace.IsExhausted(e))
        {
            throw AudioErrors.DiskFull(options.TempFolder, e);
        }
    }

    private AssembledTake Join(
        IReadOnlyList<SpokenSegment> segments, PauseMode pauseMode, ScratchFolder scratch, string path, CancellationToken cancellationToken)
    {
        using var output = File.Create(path, bufferSize: 0);
        return new TakeMixer(pauseMode, options.SampleRateHz).Mix(
            segments,
            i => MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(SegmentDecoder.PcmPath(scratch, i)).AsSpan()),
            output,
            cancellationToken);
    }

    /// <summary>Moving to another disk copies: a copy that fails leaves neither half a take nor the loss of an earlier one.</summary>
    private static void Deliver(string encodedPath, string mp3Path)
    {
        var arriving = $"{mp3Path}.{Guid.NewGuid():N}.part";
        try
        {
            File.Move(encodedPath, arriving, overwrite: true);
            File.Move(arriving, mp3Path, overwrite: true);
        }
        catch (IOException e)
        {
            File.Delete(arriving);
            if (DiskSpace.IsExhausted(e))
                throw AudioErrors.DiskFull(Path.GetDirectoryName(mp3Path)!, e);
            throw;
        }
    }
}
