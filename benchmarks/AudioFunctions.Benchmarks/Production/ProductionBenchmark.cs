using System.Diagnostics;
using System.Globalization;
using System.Text;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Benchmarks.Production;

/// <summary>
/// A production of 8 beats against a speech service that takes exactly one second a request: wall time, from handing the script in to
/// the end of the orchestration, over the sum of the speech times. What is above 1 is everything the product adds.
/// </summary>
internal static class ProductionBenchmark
{
    private const int Beats = 8;
    private const int Runs = 10;
    private static readonly TimeSpan SpeechTime = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var storage = await AzuriteServer.StartAsync(cancellationToken);
        await using var speech = await ElevenLabsStandIn.StartAsync(new StandInOptions { Sound = StandInSound.Tones, AnswerAfter = SpeechTime });
        using var settings = new AppSettings(storage.ConnectionString)
            .With("ELEVENLABS_API_KEY", speech.ApiKey)
            .With("ElevenLabs__BaseUrl", speech.BaseUrl)
            .AsDeployed();
        await using var app = await AppProcess.StartAsync(settings);

        var ratios = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            var before = speech.Requests.Count;
            var stopwatch = Stopwatch.StartNew();
            await app.Client.ProduceAsync(Script(run));
            var wall = stopwatch.Elapsed;
            var spoken = (speech.Requests.Count - before) * SpeechTime;
            ratios.Add(wall / spoken);
            await output.WriteLineAsync(Line($"run {run + 1}: wall {wall.TotalSeconds:F2} s, speech {spoken.TotalSeconds:F2} s, ratio {wall / spoken:F3}"));
            cancellationToken.ThrowIfCancellationRequested();
        }

        ratios.Sort();
        await output.WriteLineAsync(Line($"wall / speech: median {(ratios[(Runs - 1) / 2] + ratios[Runs / 2]) / 2:F3} (min {ratios[0]:F3}, max {ratios[^1]:F3}; the first run starts cold; mark ≤ 1.10)"));
    }

    internal static string Script(int run)
    {
        var text = new StringBuilder("[META]\nvideo_title: Benchmark\nproject: benchmark\n");
        for (var beat = 1; beat <= Beats; beat++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"[BEAT: {beat:D2}_beat]");
            text.AppendLine(CultureInfo.InvariantCulture, $"name: Beat {beat}\n---");
            text.AppendLine(CultureInfo.InvariantCulture, $"This is beat {beat} of run {run}. [PAUSE: 200ms]\nIt has [PAUSE: short] two lines.\n[END_BEAT]");
        }

        return text.ToString();
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
