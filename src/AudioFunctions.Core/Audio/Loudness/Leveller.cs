using System.Globalization;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Audio.Loudness;

/// <param name="Pcm">24 bits a sample: a gain leaves more than 16.</param>
/// <param name="Limited">Whether the limiter was needed.</param>
internal sealed record LevelledSound(PcmFile Pcm, double GainDb, bool Limited, LoudnessLevels Levels);

/// <summary>
/// Brings a whole recording to a loudness: one gain, and where that lifts peaks too high a limiter at four times the sample rate, so that it
/// sees what lies between the samples. Limiting takes a little off, so the gain is corrected until the result is measured right.
/// FFmpeg's <c>loudnorm</c> isn't used: it harms short recordings.
/// </summary>
internal sealed class Leveller(FFmpegTool ffmpeg, AudioOptions options)
{
    private const int MaxPasses = 6;
    private const double ToleranceLu = 0.1;

    // How much of a change of gain is left of it behind the limiter, where that isn't known yet, and at least.
    private const double FirstSlope = 0.8;
    private const double LeastSlope = 0.25;

    // Harder than this nothing is limited: what is so peaky stays softer.
    private const double MostLimitedDb = 15;

    private const int Oversampling = 4;
    private const int AttackMs = 5;
    private const double LeastCeilingDb = -24;

    /// <param name="before">As measured of <paramref name="source"/>, which has a loudness.</param>
    /// <param name="ceilingDbtp">What the peaks are limited to.</param>
    /// <param name="path">Replaced where it exists.</param>
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
            if (Math.Abs(off) <= ToleranceLu || pass == MaxPasses || (off > 0 && gain >= needed + MostLimitedDb))
                return new LevelledSound(target, gain, Limited: true, levels);

            var slope = last is { } known && gain != known.Gain ? (levels.Lufs.Value - known.Lufs) / (gain - known.Gain) : FirstSlope;
            last = (gain, levels.Lufs.Value);
            gain = Math.Min(gain + (off / Math.Clamp(slope, LeastSlope, 1)), needed + MostLimitedDb);
        }
    }

    /// <summary>The limiter looks ahead by its attack and is late by as much: what is padded at the end is cut off at the start.</summary>
    private static string Limiter(double gainDb, double ceilingDbtp, int sampleRateHz)
    {
        var rate = sampleRateHz * Oversampling;
        var late = rate * AttackMs / 1000;
        var limit = Decibels.Factor(Math.Max(ceilingDbtp, LeastCeilingDb));
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
