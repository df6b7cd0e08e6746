using AudioFunctions.Benchmarks.Audio;
using AudioFunctions.Benchmarks.Load;
using AudioFunctions.Benchmarks.Production;
using AudioFunctions.Benchmarks.Scripts;
using AudioFunctions.Benchmarks.Sessions;

// dotnet run -c Release --project benchmarks/AudioFunctions.Benchmarks [parser|finishing|loudness|cut-points|quality|production|steps|beats|chain|load|hosts|telemetry|sessions|kills]
var benchmarks = new (string Name, Func<TextWriter, CancellationToken, Task> Run)[]
{
    ("parser", ParserBenchmark.RunAsync),
    ("finishing", FinishingBenchmark.RunAsync),
    ("loudness", LoudnessBenchmark.RunAsync),
    ("cut-points", CutPointBenchmark.RunAsync),
    ("quality", QualityBenchmark.RunAsync),
    ("production", ProductionBenchmark.RunAsync),
    ("steps", StepTimes.RunAsync),
    ("beats", BeatCountBenchmark.RunAsync),
    ("chain", ChainBenchmark.RunAsync),
    ("load", LoadBenchmark.RunAsync),
    ("hosts", HostsBenchmark.RunAsync),
    ("telemetry", TelemetryBenchmark.RunAsync),
    ("sessions", SessionListBenchmark.RunAsync),
    ("kills", KillBenchmark.RunAsync),
};

var unknown = args.Where(name => benchmarks.All(benchmark => benchmark.Name != name)).ToList();
if (unknown.Count > 0)
{
    await Console.Error.WriteLineAsync($"Unknown benchmark {string.Join(", ", unknown)}; there are {string.Join(", ", benchmarks.Select(b => b.Name))}.");
    return 64;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
// That which takes most of an hour is run only by name.
foreach (var (name, run) in benchmarks.Where(benchmark => args.Length == 0 ? benchmark.Name != "kills" : args.Contains(benchmark.Name)))
{
    Console.WriteLine($"== {name}");
    await run(Console.Out, stop.Token);
    Console.WriteLine();
}

return 0;
