using System.Globalization;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Telemetry;

namespace AudioFunctions.Benchmarks.Production;

/// <summary>How long the steps of a beat take, by their spans: an app that exports them makes a few productions.</summary>
internal static class StepTimes
{
    private const string AfterAnswer = "from the answer to the end of SynthesizeBeat";
    private const string Engine = "from there to the start of the next one";
    private const string BeforeRequest = "from the start of SynthesizeBeat to the request";
    private const int Beats = 8;
    private const int WarmUps = 2;
    private const int Runs = 3;
    private const string TakeId = "audiofunctions.take.id";
    private const string SessionId = "audiofunctions.session.id";
    private static readonly TimeSpan SpeechTime = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var options = new StandInOptions { Sound = StandInSound.Tones, AnswerAfter = SpeechTime };
        await output.WriteLineAsync("| step, median ms | this checkout | base | ratio | mark |\n|---|---|---|---|---|");
        var ours = await MeasureAsync(options, appFolder: null, cancellationToken);
        var theirs = MeasuredApp.BaseFolder is { } folder ? await MeasureAsync(options, folder, cancellationToken) : null;
        foreach (var (step, mark) in new[] { ("SynthesizeBeat", "≤ 40 beyond its speech"), ("PadBeat", ""), ("MeasureTake", "≤ 15"), ("PersistTake", "≤ 30"),
            ("ValidateScript", ""), ("ParseScript", ""), ("CreateSession", ""), ("SetSessionStatus", ""), ("StartSession", ""), (AfterAnswer, ""), (Engine, ""), (BeforeRequest, "") })
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
        var requests = spans.Where(span => span.Name.StartsWith("POST /v1/text-to-speech", StringComparison.Ordinal)).ToList();
        var speech = requests.ToLookup(span => span[TakeId], span => span.Duration.TotalMilliseconds);
        var steps = spans.Where(span => span.Name.StartsWith("function ", StringComparison.Ordinal))
            .GroupBy(span => span.Name["function ".Length..])
            .ToDictionary(
                step => step.Key,
                step => Medians.Of(step.Select(span => span.Duration.TotalMilliseconds - (step.Key == "SynthesizeBeat" ? speech[span[TakeId]].Sum() : 0))));
        foreach (var (name, times) in Parts(spans, requests.ToDictionary(span => span[TakeId]!)))
            steps.Add(name, Medians.Of(times.Select(time => time.TotalMilliseconds)));
        return steps;
    }

    /// <summary>What is between two requests of a session, each beat of which takes one.</summary>
    private static IEnumerable<(string Name, IEnumerable<TimeSpan> Times)> Parts(
        IReadOnlyList<ExportedSpan> spans, Dictionary<string, ExportedSpan> requests)
    {
        var speaking = spans.Where(span => span.Name == "function SynthesizeBeat").GroupBy(span => span[SessionId])
            .Select(session => session.OrderBy(span => span.StartedAt).ToList()).ToList();
        yield return (AfterAnswer, speaking.SelectMany(beats => beats).Select(beat => beat.EndedAt - requests[beat[TakeId]!].EndedAt));
        yield return (Engine, speaking.SelectMany(beats => beats.Skip(1).Zip(beats, (next, earlier) => next.StartedAt - earlier.EndedAt)));
        yield return (BeforeRequest, speaking.SelectMany(beats => beats.Skip(1)).Select(beat => requests[beat[TakeId]!].StartedAt - beat.StartedAt));
    }
}
