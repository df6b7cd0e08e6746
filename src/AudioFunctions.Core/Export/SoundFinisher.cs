using System.Globalization;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Audio.Loudness;

namespace AudioFunctions.Export;

/// <param name="Pcm">All beats at the final loudness.</param>
/// <param name="BeatMp3s">Paths, in order; empty if the beats' MP3s are those of their takes.</param>
/// <param name="MasterMp3">Null if none was requested.</param>
/// <param name="Warning">A sentence, or null.</param>
internal sealed record FinishedSound(PcmFile Pcm, IReadOnlyList<string> BeatMp3s, string? MasterMp3, LoudnessReport? Loudness, string? Warning);

/// <summary>
/// Adjusts the loudness of the joined sound, and encodes the beats and the master from it, each once. An encoder raises peaks a little, so
/// the MP3s are decoded and measured; if a peak is too high, everything is done again with a lower limit.
/// </summary>
internal sealed class SoundFinisher(FFmpegTool ffmpeg, AudioOptions options, ScratchFolders scratch)
{
    // How much an encoder at 128 kb/s or more raises the peaks of speech.
    private const double EncoderHeadroomDb = 0.4;
    private const double StepDb = 0.1;
    private const int MaxAttempts = 5;

    // How much true-peak meters differ.
    private const double MeterMarginDb = 0.1;

    // With this much headroom, the MP3 needn't be measured.
    private const double SafeRoomDb = 3;

    private const double MissedLu = 0.5;
    private const double MuchGainDb = 30;

    private readonly Leveller _leveller = new(ffmpeg, options);
    private readonly TakeEncoder _encoder = new(ffmpeg, options);
    private readonly SegmentDecoder _decoder = new(ffmpeg, options);

    public async Task<FinishedSound> FinishAsync(
        PcmFile joined, SoundTrack track, ExportOptions wanted, ScratchFolder folder, CancellationToken cancellationToken)
    {
        if (wanted.Loudness.Lufs() is not { } target)
            return await EncodeAsync(joined, track, wanted, folder, isLevelled: false, cancellationToken);

        var before = PcmMeter.Measure(joined, cancellationToken);
        if (before.Lufs is null)
        {
            var unchanged = await EncodeAsync(joined, track, wanted, folder, isLevelled: false, cancellationToken);
            var report = new LoudnessReport(wanted.Loudness, target, 0, false, before.Rounded(), before.Rounded());
            return unchanged with { Loudness = report, Warning = "Nothing in the export is loud enough to measure; its loudness wasn't changed." };
        }

        var ceiling = LoudnessTargets.MaxTruePeakDbtp - EncoderHeadroomDb;
        for (var attempt = 1; ; attempt++)
        {
            var sound = await _leveller.LevelAsync(joined, before, target, ceiling, folder.PathOf("levelled.pcm"), cancellationToken);
            var finished = await EncodeAsync(sound.Pcm, track, wanted, folder, isLevelled: true, cancellationToken);
            var peak = await PeakAsync(finished, sound, cancellationToken);
            var over = peak + MeterMarginDb - LoudnessTargets.MaxTruePeakDbtp;
            if (over <= 0 || attempt == MaxAttempts)
            {
                var report = Report(wanted.Loudness, target, before, sound, peak);
                return finished with { Loudness = report, Warning = WarningOf(report) };
            }

            ceiling -= over + StepDb;
        }
    }

    private static LoudnessReport Report(LoudnessProfile profile, double target, LoudnessLevels before, LevelledSound sound, double peak) => new(
        profile,
        target,
        Math.Round(sound.GainDb, 2),
        sound.Limited,
        before.Rounded(),
        (sound.Levels with { TruePeakDbtp = peak }).Rounded());

    private static string? WarningOf(LoudnessReport report)
    {
        if (Math.Abs(report.After.Lufs!.Value - report.TargetLufs) > MissedLu)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The export has {report.After.Lufs:0.0} LUFS instead of {report.TargetLufs:0}: a few peaks are so much louder than the rest that stronger limiting would be audible.");
        }

        if (report.After.TruePeakDbtp > LoudnessTargets.MaxTruePeakDbtp)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The export has a true peak of {report.After.TruePeakDbtp:0.0} dBTP instead of {LoudnessTargets.MaxTruePeakDbtp:0} at most: the MP3 encoder added it; raise Audio__BitrateKbps.");
        }

        return report.GainDb > MuchGainDb
            ? string.Create(CultureInfo.InvariantCulture, $"The export was made {report.GainDb:0} dB louder, including its noise; listen to it.")
            : null;
    }

    private async Task<FinishedSound> EncodeAsync(
        PcmFile pcm, SoundTrack track, ExportOptions wanted, ScratchFolder folder, bool isLevelled, CancellationToken cancellationToken)
    {
        var beats = new List<string>();
        foreach (var part in wanted.ChangesSound ? track.Parts : [])
        {
            var mp3 = folder.PathOf(string.Create(CultureInfo.InvariantCulture, $"beat-{beats.Count}.mp3"));
            await EncodeAsync(pcm.CopyTo(folder.PathOf("beat.pcm"), part.Range), mp3, isLevelled, cancellationToken);
            beats.Add(mp3);
        }

        File.Delete(folder.PathOf("beat.pcm"));
        string? master = wanted.Master ? folder.PathOf("master.mp3") : null;
        if (master is not null)
            await EncodeAsync(pcm, master, isLevelled, cancellationToken);
        return new FinishedSound(pcm, beats, master, null, null);
    }

    /// <summary>Sound with a target loudness keeps it; otherwise the encoder applies the same limit as for takes.</summary>
    private Task EncodeAsync(PcmFile pcm, string mp3, bool isLevelled, CancellationToken cancellationToken) => isLevelled
        ? _encoder.EncodeAtLevelAsync(pcm, mp3, cancellationToken)
        : _encoder.EncodeAsync(pcm, mp3, cancellationToken);

    /// <summary>The highest true peak of all MP3s.</summary>
    private async Task<double> PeakAsync(FinishedSound finished, LevelledSound sound, CancellationToken cancellationToken)
    {
        var peak = sound.Levels.TruePeakDbtp!.Value;
        if (peak <= LoudnessTargets.MaxTruePeakDbtp - SafeRoomDb)
            return peak;
        foreach (var files in new[] { finished.BeatMp3s, finished.MasterMp3 is { } master ? [master] : [] })
        {
            // Only a few at a time, because they are large when decoded.
            foreach (var few in files.Chunk(SegmentDecoder.MaxInputs))
                peak = Math.Max(peak, await PeakOfMp3sAsync(few, cancellationToken));
        }

        return peak;
    }

    private async Task<double> PeakOfMp3sAsync(string[] mp3s, CancellationToken cancellationToken)
    {
        using var decoded = scratch.Create();
        List<Recording> recordings = [];
        foreach (var mp3 in mp3s)
            recordings.Add(new Recording("an exported MP3", await File.ReadAllBytesAsync(mp3, cancellationToken), Tempo: 1));
        await _decoder.DecodeAsync(recordings, decoded, cancellationToken);
        return Enumerable.Range(0, mp3s.Length)
            .Select(i => new PcmFile(SegmentDecoder.PcmPath(decoded, i), options.SampleRateHz, PcmFile.BitsOfTakes))
            .Max(pcm => PcmMeter.MeasurePeak(pcm, cancellationToken) ?? double.NegativeInfinity);
    }
}
