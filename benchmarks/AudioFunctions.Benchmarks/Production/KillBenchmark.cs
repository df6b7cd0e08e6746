using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Benchmarks.Production;

/// <summary>
/// Kills and stops the running app at random moments, requests under way included, until each production is done all the same, and counts
/// what was paid for more than once, and what was lost. Takes most of an hour.
/// </summary>
internal static class KillBenchmark
{
    private const int Kills = 200;
    private const int Stops = 50;
    private const int MostPerProduction = 6;

    // The service takes this long for a beat: shorter and longer than a stop waits.
    private static readonly double[] AnswerSeconds = [0, 0.5, 2.5, 8];

    private static readonly string[] Fruit = ["apples", "berries", "cherries", "dates"];

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var storage = await AzuriteServer.StartAsync(cancellationToken);
        await using var speech = await ElevenLabsStandIn.StartAsync(new StandInOptions { Sound = StandInSound.Tones });
        using var settings = new AppSettings(storage.ConnectionString)
            .With("ELEVENLABS_API_KEY", speech.ApiKey)
            .With("ElevenLabs__BaseUrl", speech.BaseUrl)
            .With("Speech__TimeoutSeconds", "15")
            .With("Speech__LostAnswerSeconds", "5")
            .AsDeployed();
        await using var app = await AppProcess.StartAsync(settings);

        var random = new Random(20261129);
        var count = new Count();
        for (var production = 0; count.Kills < Kills || count.Stops < Stops; production++)
        {
            foreach (var fruit in Fruit)
            {
                var delay = TimeSpan.FromSeconds(AnswerSeconds[random.Next(AnswerSeconds.Length)]);
                speech.Faults.When($"{production} {fruit}", SpeechFault.Slow(delay), times: 1);
            }

            await ProduceAsync(app, production, random, count, cancellationToken);
            count.PaidTwice += Fruit.Count(fruit => speech.Bills.Count(bill => bill.Text.Contains($"{production} {fruit}", StringComparison.Ordinal)) > 1);
            await output.WriteLineAsync(Line($"production {production + 1}: {count}"));
        }

        await output.WriteLineAsync(Line($"{count} (mark: nothing paid twice, no beat missing); violations of the API: {speech.Violations.Count}"));
    }

    private static async Task ProduceAsync(AppProcess app, int number, Random random, Count count, CancellationToken cancellationToken)
    {
        var started = await app.Client.StartSessionAsync(Script(number));
        var status = new Uri(started["statusQueryGetUri"]!.GetValue<string>());
        for (var blows = 0; blows < MostPerProduction; blows++)
        {
            if (await EndsWithinAsync(status, TimeSpan.FromSeconds(random.NextDouble() * 8), cancellationToken) is not null)
                break;
            await StrikeAsync(app, random, count);
        }

        var ended = await EndsWithinAsync(status, TimeSpan.FromMinutes(10), cancellationToken)
            ?? throw new InvalidOperationException($"Production {number} did not end:\n{app.Log}");
        count.Productions++;
        count.Beats += Fruit.Length;
        count.Missing += Fruit.Length - (ended["output"]?["beats"]?.AsArray().Count(beat => beat!["error"] is null) ?? 0);
    }

    private static async Task StrikeAsync(AppProcess app, Random random, Count count)
    {
        switch (random.Next(5))
        {
            case 0 when count.Stops < Stops:
                await app.StopAsync();
                count.Stops++;
                break;
            case 1 or 2:
                await app.KillWorkerAsync();
                count.Kills++;
                break;
            default:
                await app.KillAsync();
                count.Kills++;
                break;
        }

        await app.ReviveAsync();
    }

    private static async Task<JsonObject?> EndsWithinAsync(Uri status, TimeSpan time, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(time);
        try
        {
            while (true)
            {
                using var answer = await ApiCalls.Durable.GetAsync(status, timeout.Token);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return JsonNode.Parse(await answer.Content.ReadAsStringAsync(timeout.Token))!.AsObject();
                await Task.Delay(250, timeout.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string Script(int production)
    {
        var text = new StringBuilder("[META]\nvideo_title: Killed\nproject: benchmark\n");
        foreach (var (index, fruit) in Fruit.Index())
            text.AppendLine(CultureInfo.InvariantCulture, $"[BEAT: {index + 1:D2}_{fruit}]\nname: {fruit}\n---\nMe count {production} {fruit}.\n[END_BEAT]");
        return text.ToString();
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Count
    {
        public int Kills { get; set; }

        public int Stops { get; set; }

        public int Productions { get; set; }

        public int Beats { get; set; }

        public int PaidTwice { get; set; }

        public int Missing { get; set; }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Kills} kills, {Stops} stops, {Productions} productions of {Beats} beats; {PaidTwice} paid twice, {Missing} missing");
    }
}
