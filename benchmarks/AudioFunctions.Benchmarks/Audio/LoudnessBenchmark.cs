using System.Diagnostics;
using System.Globalization;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Audio.Loudness;
using AudioFunctions.Export;
using AudioFunctions.Testing.Audio;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Benchmarks.Audio;

/// <summary>
/// What a loudness costs an export: measuring, gain, limiter and looking at the MP3s, as a share of how long the audio plays. The same
/// encoding without it is taken off; both in turn, and the medians are compared.
/// </summary>
public static class LoudnessBenchmark
{
    private const int Rounds = 5;
    private const int Seconds = 300;
    private const int LongSeconds = 600;
    private const double MaxMissLu = 0.5;
    private const int SampleRateHz = 44100;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var options = new AudioOptions();
        var (ffmpeg, scratch) = (new FFmpegTool(options, new FFmpegWrapper()), new ScratchFolders(options, NullLogger<ScratchFolders>.Instance));
        using var folder = scratch.Create();
        var samples = await SpeakAsync(folder);
        var (joined, track) = await JoinAsync(folder, samples, Seconds);
        var finisher = new SoundFinisher(ffmpeg, options, scratch);
        // A length that is asked for makes the beats be encoded too.
        var without = new ExportOptions(false, false, false, Fit: new Dictionary<string, double> { ["1"] = 1 });
        await output.WriteLineAsync("profile          plain   levelled   share of real time   gain     result");
        foreach (var profile in new[] { LoudnessProfile.ShortVideo, LoudnessProfile.Podcast, LoudnessProfile.Ebu })
        {
            var (plain, levelled) = (new List<double>(), new List<double>());
            LoudnessReport? report = null;
            for (var round = 0; round < Rounds; round++)
            {
                plain.Add(await TimeAsync(async () => await finisher.FinishAsync(joined, track, without, folder, cancellationToken)));
                levelled.Add(await TimeAsync(async () =>
                    report = (await finisher.FinishAsync(joined, track, without with { Loudness = profile }, folder, cancellationToken)).Loudness));
            }

            var seconds = joined.Samples / (double)SampleRateHz;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{profile,-12} {Median(plain),6:0.00} s {Median(levelled),8:0.00} s {(Median(levelled) - Median(plain)) / seconds,20:0.00 %} {report!.GainDb,5:0.0} dB {report.After.Lufs,6:0.0} LUFS, {report.After.TruePeakDbtp:0.0} dBTP"));
        }

        await output.WriteLineAsync("ten minutes      target   master    true peak");
        (joined, track) = await JoinAsync(folder, samples, LongSeconds);
        foreach (var profile in new[] { LoudnessProfile.ShortVideo, LoudnessProfile.Podcast, LoudnessProfile.Ebu })
        {
            var finished = await finisher.FinishAsync(joined, track, without with { Master = true, Loudness = profile }, folder, cancellationToken);
            var (target, after) = (profile.Lufs()!.Value, finished.Loudness!.After);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{profile,-12} {target,6:0.0} LUFS {after.Lufs,8:0.00} {after.TruePeakDbtp,7:0.0} dBTP"));
            if (Math.Abs(after.Lufs!.Value - target) > MaxMissLu || after.TruePeakDbtp > -1)
                throw new InvalidOperationException($"The master of ten minutes misses its target: {after}.");
        }
    }

    private static async Task<(PcmFile Joined, SoundTrack Track)> JoinAsync(ScratchFolder folder, short[] samples, int seconds)
    {
        var joined = new PcmFile(folder.PathOf("joined.pcm"), SampleRateHz, PcmFile.BitsOfTakes);
        await using (var file = File.Create(joined.Path))
        {
            for (var written = 0; written < seconds * SampleRateHz; written += samples.Length)
                file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(samples));
        }

        var whole = new SampleRange(0, (int)joined.Samples);
        return (joined, new SoundTrack(SampleRateHz, [new SoundPart(new ExportItem("1", "0123456789ab", 1), whole, [])], []));
    }

    private static async Task<short[]> SpeakAsync(ScratchFolder folder)
    {
        var path = folder.PathOf("spoken.wav");
        await File.WriteAllBytesAsync(path, await EspeakVoice.SayAsync(
            "Corporation stole your chips. Bag look same. Bag not same! You got scammed, and nobody told you anything. Back in my day a bag was full."));
        return [.. (await RealFFmpeg.DecodeAsync(path)).Select(sample => (short)(sample / 2))];
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
