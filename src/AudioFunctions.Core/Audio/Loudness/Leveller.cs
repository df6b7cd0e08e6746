using System.Globalization;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Metering;

namespace AudioFunctions.Audio.Loudness;

/// <param name="Pcm">24 bits per sample, because the result of a gain needs more than 16.</param>
/// <param name="Limited">Whether the limiter was needed.</param>
internal sealed record LevelledSound(PcmFile Pcm, double GainDb, bool Limited, LoudnessLevels Levels);

/// <summary>
/// Brings a whole recording to a target loudness with one gain. If that raises peaks above the ceiling, a limiter follows, at four times the
/// sample rate so that it catches true peaks. Limiting lowers the loudness a little, so the gain is corrected until the measured result is
/// right. FFmpeg's <c>loudnorm</c> isn't used: it distorts short recordings.
/// </summary>
internal sealed class Leveller(FFmpegTool ffmpeg, AudioOptions options)
{
    private const int MaxPasses = 6;
    private const double ToleranceLu = 0.1;

    // How much of a change of gain remains after the limiter: the first assumption, and the minimum.
    private const double FirstSlope = 0.8;
    private const double MinSlope = 0.25;

    // The most gain added to make up for the limiter; a sound with higher peaks stays softer than the target.
    private const double MaxLimitedDb = 15;

    private const int Oversampling = 4;
    private const int AttackMs = 5;
    private const double MinCeilingDb = -24;

    /// <param name="before">The levels of <paramref name="source"/>; its loudness isn't null.</param>
    /// <param name="ceilingDbtp">The highest true peak of the result.</param>
    /// <param name="path">An existing file is replaced.</param>
    public async Task<LevelledSound> LevelAsync(
        PcmFile source, LoudnessLevels before, double targetLufs, double ceilingDbtp, string path, CancellationToken cancellationToken)
    {
        var needed = targetLufs - before.Lufs!.Value;
        var target = new PcmFile(path, source.SampleRateHz, Bits: 24);
        if (before.TruePeakDbtp + needed <= ceilingDbtp)
        {
            await RunAsync(source, target, Decibels.Volume(needed), cancellationToken);
            return new LevelledSound(target, needed, Limited: false, PcmMeter.Measure(target, cancellationToken));
        }

        (double Gain, double Lufs)? last = null;
        for (var (pass, gain) = (1, needed); ; pass++)
        {
            await RunAsync(source, target, Limiter(gain, ceilingDbtp, source.SampleRateHz), cancellationToken);
            var levels = PcmMeter.Measure(target, cancellationToken);
            var off = targetLufs - levels.Lufs!.Value;
            if (Math.Abs(off) <= ToleranceLu || pass == MaxPasses || (off > 0 && gain >= needed + MaxLimitedDb))
                return new LevelledSound(target, gain, Limited: true, levels);

            var slope = last is { } known && gain != known.Gain ? (levels.Lufs.Value - known.Lufs) / (gain - known.Gain) : FirstSlope;
            last = (gain, levels.Lufs.Value);
            gain = Math.Min(gain + (off / Math.Clamp(slope, MinSlope, 1)), needed + MaxLimitedDb);
        }
    }

    /// <summary>The limiter delays the sound by its attack time, so the filter pads the end and trims as much from the start.</summary>
    private static string Limiter(double gainDb, double ceilingDbtp, int sampleRateHz)
    {
        var rate = sampleRateHz * Oversampling;
        var late = rate * AttackMs / 1000;
        var limit = Decibels.Factor(Math.Max(ceilingDbtp, MinCeilingDb));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Decibels.Volume(gainDb)},aresample={rate},apad=pad_len={late},alimiter=limit={limit:0.#####}:attack={AttackMs}:level=false,atrim=start_sample={late},aresample={sampleRateHz}");
    }

    private async Task RunAsync(PcmFile source, PcmFile target, string filters, CancellationToken cancellationToken)
    {
        var command = new FFmpegCommand(
            "error",
            [source.ToInput()],
            [new AudioOutput(target.Path, target.Format) { Filters = filters, SampleRateHz = target.SampleRateHz, Channels = 1 }]);
        await PcmRun.RunAsync(ffmpeg, options, "level", command, cancellationToken);
        if (target.Samples != source.Samples)
            throw AudioErrors.Failed("FFmpeg", $"made {target.Samples} samples of {source.Samples} while levelling", "");
    }
}
