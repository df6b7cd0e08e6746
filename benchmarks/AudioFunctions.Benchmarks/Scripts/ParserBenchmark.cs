using System.Diagnostics;
using System.Globalization;
using System.Text;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;

namespace AudioFunctions.Benchmarks.Scripts;

/// <summary>
/// Reads 1 MiB scripts, valid and hostile, and prints how fast and with how much memory. Each is set against the least any reader has to
/// do with the same bytes in the same run: decode them and split them into lines.
/// </summary>
public static class ParserBenchmark
{
    private const int Rounds = 25;

    private static readonly ScriptContext Context = new(new HashSet<string> { "every-coon", "boomer", "fed", "whale", "wojak", "chad" });

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("| 1 MiB of | findings | MB/s | time, x baseline | bytes allocated per byte | memory, x baseline |");
        await output.WriteLineAsync("|---|---:|---:|---:|---:|---:|");
        foreach (var (name, script) in ParserScripts.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var utf8 = Encoding.UTF8.GetBytes(script);
            var findings = ScriptReader.Read(utf8, Context).Validation.Diagnostics.Count;
            var baseline = Measure(() => Encoding.UTF8.GetString(utf8).Split('\n').Length);
            var reader = Measure(() => ScriptReader.Read(utf8, Context).Validation.Diagnostics.Count);
            await output.WriteLineAsync(Row(name, findings, utf8.Length, reader, baseline));
        }
    }

    private static string Row(string name, int findings, int length, Cost reader, Cost baseline) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {findings} | {length / reader.Seconds / 1e6:F0} | {reader.Seconds / baseline.Seconds:F1} "
        + $"| {(double)reader.Bytes / length:F1} | {(double)reader.Bytes / baseline.Bytes:F1} |");

    /// <summary>The fastest round, after some that let the JIT settle: on a busy machine the others measure the neighbours.</summary>
    private static Cost Measure(Func<int> work)
    {
        for (var round = 0; round < Rounds; round++)
            work();

        var costs = new List<Cost>(Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            work();
            costs.Add(new Cost(Stopwatch.GetElapsedTime(started).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - allocated));
        }

        return costs.MinBy(cost => cost.Seconds);
    }

    private readonly record struct Cost(double Seconds, long Bytes);
}
