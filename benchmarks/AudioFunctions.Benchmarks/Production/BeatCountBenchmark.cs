using System.Globalization;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Benchmarks.Production;

/// <summary>What a beat of a long script costs beside one of a short script, with speech that takes no time.</summary>
internal static class BeatCountBenchmark
{
    private const int Short = 8;
    private const int Long = 300;
    private const int ShortRuns = 10;
    private const int WarmUps = 3;
    private const int Part = 50;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var options = new StandInOptions { Sound = StandInSound.Tones };
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| ms per beat | {Short} beats | {Long} beats | ratio (mark ≤ 1.1) | beats 1–{Part} | the last {Part} | ratio |\n|---|---|---|---|---|---|---|"));
        await WriteAsync("this checkout", null);
        if (MeasuredApp.BaseFolder is { } folder)
            await WriteAsync("base", folder);

        async Task WriteAsync(string name, string? appFolder)
        {
            await using var app = await MeasuredApp.StartAsync(options, appFolder, collector: null, cancellationToken);
            var shorts = new List<double>();
            for (var run = 0; run < WarmUps + ShortRuns; run++)
            {
                var production = await app.ProduceAsync(ProductionBenchmark.Script(run), Short, TimeSpan.Zero, cancellationToken);
                if (run >= WarmUps)
                    shorts.Add(production.Wall.TotalMilliseconds / Short);
            }

            var whole = await app.ProduceAsync(ProductionBenchmark.Script(0, Long), Long, TimeSpan.Zero, cancellationToken);
            var (few, many) = (Medians.Of(shorts), whole.Wall.TotalMilliseconds / Long);
            var first = (whole.Arrivals[Part] - whole.Arrivals[0]).TotalMilliseconds / Part;
            var last = (whole.Arrivals[^1] - whole.Arrivals[^(Part + 1)]).TotalMilliseconds / Part;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {few:F0} | {many:F0} | {many / few:F2} | {first:F0} | {last:F0} | {last / first:F2} |"));
        }
    }
}
