using System.Globalization;
using System.Text;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Benchmarks.Production;

/// <summary>
/// Productions of 8 beats against a speech service that takes exactly one second a request: wall time, from handing the script in to the end
/// of the orchestration, over the sum of the speech times. What is above 1 is everything the product adds; the table says where, and the benchmark <c>steps</c> in which step. With
/// <c>BENCHMARK_BASE_APP</c> another published app takes turns with this checkout's.
/// </summary>
internal static class ProductionBenchmark
{
    private const int Beats = 8;
    private const int WarmUps = 2;
    private const int Runs = 10;
    private static readonly TimeSpan SpeechTime = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var options = new StandInOptions { Sound = StandInSound.Tones, AnswerAfter = SpeechTime };
        await using var own = await MeasuredApp.StartAsync(options, appFolder: null, collector: null, cancellationToken);
        await using var other = MeasuredApp.BaseFolder is { } folder ? await MeasuredApp.StartAsync(options, folder, collector: null, cancellationToken) : null;

        List<MeasuredProduction> ours = [], theirs = [];
        for (var run = 0; run < WarmUps + Runs; run++)
        {
            if (other is not null)
                theirs.Add(await other.ProduceAsync(Script(run), Beats, SpeechTime, cancellationToken));
            ours.Add(await own.ProduceAsync(Script(run), Beats, SpeechTime, cancellationToken));
        }

        await output.WriteLineAsync(Line($"{Beats} beats of 1 s, medians of {Runs} warm productions; ms"));
        await output.WriteLineAsync("| | this checkout | base | ratio | mark |\n|---|---|---|---|---|");
        await RowAsync("wall / speech", runs => [.. runs.Select(run => run.Ratio)], "F3", "≤ 1.05");
        await RowAsync("before the first request", runs => [.. runs.Select(run => run.BeforeFirst.TotalMilliseconds)], "F0", "");
        await RowAsync("between an answer and the next request", runs => [.. runs.SelectMany(run => run.Between).Select(gap => gap.TotalMilliseconds)], "F0", "");
        await RowAsync("after the last answer", runs => [.. runs.Select(run => run.AfterLast.TotalMilliseconds)], "F0", "");

        async Task RowAsync(string name, Func<IReadOnlyList<MeasuredProduction>, IReadOnlyList<double>> values, string format, string mark)
        {
            var mine = Medians.Of(values(ours[WarmUps..]));
            var their = theirs.Count > 0 ? Medians.Of(values(theirs[WarmUps..])) : double.NaN;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {mine.ToString(format, CultureInfo.InvariantCulture)} | {Base(their.ToString(format, CultureInfo.InvariantCulture))} | {Base((mine / their).ToString("F2", CultureInfo.InvariantCulture))} | {mark} |"));
        }
    }

    internal static string Script(int run, int beats = Beats)
    {
        var text = new StringBuilder("[META]\nvideo_title: Benchmark\nproject: benchmark\n");
        for (var beat = 1; beat <= beats; beat++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"[BEAT: {beat:D2}_beat]");
            text.AppendLine(CultureInfo.InvariantCulture, $"name: Beat {beat}\n---");
            text.AppendLine(CultureInfo.InvariantCulture, $"This is beat {beat} of run {run}. [PAUSE: 200ms]\nIt has [PAUSE: short] two lines.\n[END_BEAT]");
        }

        return text.ToString();
    }

    private static string Base(string value) => value == "NaN" ? "" : value;

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
