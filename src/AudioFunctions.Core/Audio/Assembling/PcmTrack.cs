using System.Runtime.InteropServices;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Audio.Mixing;
using AudioFunctions.Scripts;

namespace AudioFunctions.Audio.Assembling;

/// <summary>
/// Takes joined in PCM, one after the other, and encoded once at the end. A take's recordings are in a scratch folder only while it is
/// appended; disposing removes the track's own scratch folder. Not thread-safe.
/// </summary>
public sealed class PcmTrack : IDisposable
{
    private readonly AudioOptions _options;
    private readonly ScratchFolders _scratchFolders;
    private readonly SegmentDecoder _decoder;
    private readonly TakeEncoder _encoder;
    private readonly TakeStretcher _stretcher;
    private readonly ScratchFolder _scratch;

    internal PcmTrack(AudioOptions options, FFmpegTool ffmpeg, ScratchFolders scratchFolders)
    {
        _options = options;
        _scratchFolders = scratchFolders;
        _decoder = new SegmentDecoder(ffmpeg, options);
        _encoder = new TakeEncoder(ffmpeg, options);
        _stretcher = new TakeStretcher(ffmpeg, options);
        _scratch = scratchFolders.Create();
    }

    /// <summary>The length so far, before encoding.</summary>
    public int DurationMs => (int)Math.Round(Samples * 1000.0 / _options.SampleRateHz);

    /// <summary>Samples so far.</summary>
    internal int Samples => checked((int)Pcm.Samples);

    /// <summary>The sound so far; disposing of the track removes it.</summary>
    internal PcmFile Pcm => new(PcmPath, _options.SampleRateHz, PcmFile.BitsOfTakes);

    private string PcmPath => _scratch.PathOf("track.pcm");

    /// <summary>Appends a take made of its segments and pauses. Runs FFmpeg once. Don't use the track after a failure.</summary>
    /// <param name="segments">All of the beat's, in order; at least one.</param>
    /// <returns>The take, with times relative to its own start.</returns>
    /// <exception cref="AudioException">The audio could not be read.</exception>
    public Task<AssembledTake> AppendAsync(IReadOnlyList<SpokenSegment> segments, PauseMode pauseMode, CancellationToken cancellationToken)
    {
        if (segments.Count == 0)
            throw new ArgumentException("A take needs at least one segment.", nameof(segments));

        return WithRoomAsync(async () =>
        {
            using var scratch = _scratchFolders.Create();
            // Segments that are parts of one recording share it.
            var recordings = segments.Select(Recording.Of).ToList();
            var distinct = recordings.DistinctBy(Sound).ToList();
            var places = distinct.Index().ToDictionary(recording => Sound(recording.Item), recording => recording.Index);
            var damage = await _decoder.DecodeAsync(distinct, scratch, cancellationToken);
            using var output = OpenEnd();
            var take = new TakeMixer(pauseMode, _options.SampleRateHz).Mix(
                segments,
                i => MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(SegmentDecoder.PcmPath(scratch, places[Sound(recordings[i])])).AsSpan()),
                output,
                cancellationToken);
            return take with { Warnings = [.. damage.Concat(take.Warnings).Distinct()] };
        });
    }

    /// <summary>Appends a finished recording unchanged. Runs FFmpeg once. Don't use the track after a failure.</summary>
    /// <param name="name">How messages name it.</param>
    /// <returns>A warning if FFmpeg found damage that it could decode.</returns>
    /// <exception cref="AudioException">The audio could not be read.</exception>
    public Task<IReadOnlyList<string>> AppendFinishedAsync(string name, ReadOnlyMemory<byte> audio, CancellationToken cancellationToken) =>
        WithRoomAsync(async () =>
        {
            using var scratch = _scratchFolders.Create();
            var damage = await _decoder.DecodeAsync([new Recording(name, audio, Tempo: 1)], scratch, cancellationToken);
            using var decoded = File.OpenRead(SegmentDecoder.PcmPath(scratch, 0));
            using var output = OpenEnd();
            await decoded.CopyToAsync(output, cancellationToken);
            return damage;
        });

    /// <summary>Stretches the last take to another length and keeps its pitch. Runs FFmpeg once.</summary>
    /// <param name="from">The take's first sample.</param>
    /// <param name="samples">Its new length.</param>
    /// <exception cref="AudioException">The audio could not be changed.</exception>
    internal Task StretchLastAsync(int from, int samples, CancellationToken cancellationToken) => WithRoomAsync(async () =>
    {
        using var scratch = _scratchFolders.Create();
        var take = new PcmFile(scratch.PathOf("take.pcm"), _options.SampleRateHz, PcmFile.BitsOfTakes);
        Pcm.CopyTo(take.Path, new SampleRange(from, Samples));
        var stretched = await _stretcher.StretchAsync(take, samples, scratch, cancellationToken);
        await using var track = new FileStream(PcmPath, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        track.SetLength((long)from * Pcm.BytesOfSample);
        track.Position = track.Length;
        await using (var source = File.OpenRead(stretched.Path))
            await source.CopyToAsync(track, cancellationToken);
        // The stretcher is a few samples off: pad with silence, or cut.
        track.SetLength((long)(from + samples) * Pcm.BytesOfSample);
        return true;
    });

    /// <summary>Runs FFmpeg once. The MP3 appears whole or not at all.</summary>
    /// <param name="mp3Path">An existing file is replaced; the folder must exist.</param>
    /// <exception cref="AudioException">The audio could not be finished.</exception>
    public Task EncodeAsync(string mp3Path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(mp3Path))))
            throw new ArgumentException("The folder of the recording must exist.", nameof(mp3Path));

        return WithRoomAsync(async () =>
        {
            var encodedPath = _scratch.PathOf("track.mp3");
            await _encoder.EncodeAsync(Pcm, encodedPath, cancellationToken);
            Deliver(encodedPath, Path.GetFullPath(mp3Path));
            return true;
        });
    }

    public void Dispose() => _scratch.Dispose();

    private static (ReadOnlyMemory<byte> Audio, double Tempo) Sound(Recording recording) => (recording.Audio, recording.Tempo);

    /// <summary>Unbuffered: writes are large anyway, and a full disk fails in the write that hits it.</summary>
    private FileStream OpenEnd() => new(PcmPath, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    private async Task<T> WithRoomAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (IOException e) when (DiskSpace.IsExhausted(e))
        {
            throw AudioErrors.DiskFull(_options.TempFolder, e);
        }
    }

    /// <summary>Moving to another disk copies, so a failed copy must leave no partial file and must keep an earlier one.</summary>
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
