using System.Globalization;
using AudioFunctions.Benchmarks.Production;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Benchmarks.Load;

/// <summary>
/// Three hosts on one task hub, each allowed as many speech requests at once as the account has in all: they share the account's slots, no
/// beat fails for want of one, and none is left idle.
/// </summary>
internal static class HostsBenchmark
{
    private const int Hosts = 3;
    private const int Slots = 4;
    private const int Productions = 12;
    private const int Beats = 8;
    private static readonly TimeSpan SpeechTime = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{Productions} productions of {Beats} beats on {Hosts} hosts set to {Slots} each, an account of {Slots}, {SpeechTime.TotalSeconds} s of speech a beat"));
        await output.WriteLineAsync("| | slots busy (mark ≥ 90 %) | failed beats (mark 0) | refused requests | paid for twice |\n|---|---|---|---|---|");
        await WriteAsync("this checkout", null);
        if (MeasuredApp.BaseFolder is { } folder)
            await WriteAsync("base", folder);

        async Task WriteAsync(string name, string? appFolder)
        {
            await using var storage = await AzuriteServer.StartAsync(cancellationToken);
            await using var speech = await ElevenLabsStandIn.StartAsync(
                new StandInOptions { Sound = StandInSound.Tones, AnswerAfter = SpeechTime, MaximumConcurrentRequests = Slots });
            var settings = Enumerable.Range(0, Hosts).Select(_ => MeasuredApp.SettingsFor(storage, speech, appFolder)
                .With("ElevenLabs__MaxConcurrentRequests", Slots.ToString(CultureInfo.InvariantCulture))).ToList();
            var apps = new List<AppProcess>();
            try
            {
                foreach (var one in settings)
                    apps.Add(await AppProcess.StartAsync(one));
                // Each host has done something, and the partitions are shared out.
                foreach (var app in apps)
                    await app.Client.ProduceAsync(ProductionBenchmark.Script(-1, 2));
                var warm = speech.Bills.Count;
                var refused = -speech.Requests.Count;
                var result = await new ProductionBatch(speech, SpeechTime, Slots).RunAsync(
                    Productions, Beats, number => apps[number % Hosts], () => { }, cancellationToken);
                var spoken = speech.Bills.Count - warm;
                refused += speech.Requests.Count - spoken;
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"| {name} | {result.Busy:P1} | {result.FailedBeats} | {refused} | {spoken - (Productions * Beats)} |"));
            }
            finally
            {
                foreach (var app in apps)
                    await app.DisposeAsync();
                settings.ForEach(one => one.Dispose());
            }
        }
    }
}
