using System.Globalization;
using AudioFunctions.Benchmarks.Production;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Benchmarks.Load;

/// <summary>
/// Many productions handed in at once: the account's speech slots should be what they wait for, and the processes' memory should not grow
/// with what has been done.
/// </summary>
internal static class LoadBenchmark
{
    private const int Productions = 50;
    private const int Beats = 4;
    private const int Slots = 4;
    private static readonly TimeSpan SpeechTime = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var options = new StandInOptions { Sound = StandInSound.Tones, AnswerAfter = SpeechTime, MaximumConcurrentRequests = Slots };
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{Productions} productions of {Beats} beats at once, {SpeechTime.TotalSeconds} s of speech a beat, {Slots} speech slots"));
        await output.WriteLineAsync("| | slots busy (mark ≥ 95 %) | failed beats | MiB of the host: a quarter done, the end, ratio | MiB of the app | ");
        await output.WriteLineAsync("|---|---|---|---|---|");
        await WriteAsync("this checkout", null);
        if (MeasuredApp.BaseFolder is { } folder)
            await WriteAsync("base", folder);

        async Task WriteAsync(string name, string? appFolder)
        {
            await using var app = await MeasuredApp.StartAsync(options, appFolder, collector: null, cancellationToken);
            await app.ProduceAsync(ProductionBenchmark.Script(-1, 1), 1, SpeechTime, cancellationToken);
            var batch = new ProductionBatch(app.Speech, SpeechTime, Slots);
            var memory = new List<(double Host, double App)>();
            var result = await batch.RunAsync(Productions, Beats, _ => app.App, () => memory.Add(app.App.MemoryMiB()), cancellationToken);
            var (quarter, end) = (Around(memory, memory.Count / 4), Around(memory, memory.Count - 1));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {result.Busy:P1} | {result.FailedBeats} | {quarter.Host:F0}, {end.Host:F0}, {end.Host / quarter.Host:F2} | {quarter.App:F0}, {end.App:F0}, {end.App / quarter.App:F2} |"));
        }
    }

    /// <summary>The median of some samples: garbage comes and goes.</summary>
    private static (double Host, double App) Around(List<(double Host, double App)> samples, int at)
    {
        var near = samples[Math.Max(0, at - 8)..Math.Min(samples.Count, at + 9)];
        return (Medians.Of(near.Select(sample => sample.Host)), Medians.Of(near.Select(sample => sample.App)));
    }
}
