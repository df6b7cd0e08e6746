using System.Globalization;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Telemetry;

namespace AudioFunctions.Benchmarks.Production;

/// <summary>How long the steps of a beat take, by their spans: an app that exports them makes a few productions.</summary>
internal static class StepTimes
{
    private const int Beats = 8;
    private const int WarmUps = 2;
    private const int Runs = 3;
    private const string TakeId = "audiofunctions.take.id";
    private const string SessionId = "audiofunctions.session.id";
    private static readonly TimeSpan SpeechTime = TimeSpan.FromMilliseconds(500);

    public static async Task WriteAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var options = new StandInOptions { Sound = StandInSound.Tones, AnswerAfter = SpeechTime };
        await output.WriteLineAsync("\n| step, median ms | this checkout | base | ratio | mark |\n|---|---|---|---|---|");
        var ours = await MeasureAsync(options, appFolder: null, cancellationToken);
        var theirs = MeasuredApp.BaseFolder is { } folder ? await MeasureAsync(options, folder, cancellationToken) : null;
        foreach (var (step, mark) in new[] { ("SynthesizeBeat", "≤ 40 beyond its speech"), ("PadBeat", ""), ("MeasureTake", "≤ 15"), ("PersistTake", "≤ 30"),
            ("ValidateScript", ""), ("ParseScript", ""), ("CreateSession", ""), ("SetSessionStatus", ""), ("StartSession", "") })
        {
            var their = theirs is null ? "|" : string.Create(CultureInfo.InvariantCulture, $"{theirs[step]:F1} | {ours[step] / theirs[step]:F2}");
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {step} | {ours[step]:F1} | {their} | {mark} |"));
        }
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(StandInOptions options, string? appFolder, CancellationToken cancellationToken)
    {
        await using var collector = await OtlpCollector.StartAsync();
        var sessions = new HashSet<string>();
        await using (var app = await MeasuredApp.StartAsync(options, appFolder, collector, cancellationToken))
        {
            for (var run = 0; run < WarmUps + Runs; run++)
            {
                var production = await app.ProduceAsync(ProductionBenchmark.Script(run), Beats, SpeechTime, cancellationToken);
                if (run >= WarmUps)
                    sessions.Add(production.SessionId);
            }

            // What is left is sent when the app stops.
            await app.App.StopAsync();
        }

        var spans = collector.Spans.Where(span => span[SessionId] is { } session && sessions.Contains(session)).ToList();
        var speech = spans.Where(span => span.Name.StartsWith("POST /v1/text-to-speech", StringComparison.Ordinal))
            .ToLookup(span => span[TakeId], span => span.Duration.TotalMilliseconds);
        return spans.Where(span => span.Name.StartsWith("function ", StringComparison.Ordinal))
            .GroupBy(span => span.Name["function ".Length..])
            .ToDictionary(
                step => step.Key,
                step => Medians.Of(step.Select(span => span.Duration.TotalMilliseconds - (step.Key == "SynthesizeBeat" ? speech[span[TakeId]].Sum() : 0))));
    }
}
