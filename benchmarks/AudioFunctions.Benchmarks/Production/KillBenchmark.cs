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
/// by the time of a request what was paid for more than once, and what was lost. Takes about an hour.
/// </summary>
internal static class KillBenchmark
{
    private const int Kills = 200;
    private const int Stops = 50;
    private const int MaxPerProduction = 6;

    // Shorter and longer than a stop waits.
    private static readonly double[] RequestSeconds = [0.5, 2.5, 8];

    // Each is a request of its own; those of one beat differ in their pace.
    private static readonly string[][] Beats = [["apples"], ["berries", "cherries", "dates"], ["elderberries"]];

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
        var tally = new KillTally(RequestSeconds);
        for (var production = 0; tally.Kills < Kills || tally.Stops < Stops; production++)
        {
            var seconds = new Dictionary<string, double>();
            foreach (var text in Beats.SelectMany(words => words).Select(word => Text(production, word)))
            {
                seconds[text] = RequestSeconds[random.Next(RequestSeconds.Length)];
                speech.Faults.When(text, SpeechFault.Slow(TimeSpan.FromSeconds(seconds[text])), times: 1);
            }

            tally.Produced(await ProduceAsync(app, production, random, () => Strike(speech, seconds, tally), tally, cancellationToken), Beats.Length);
            foreach (var (text, time) in seconds)
                tally.Billed(time, speech.Bills.Count(bill => bill.Text == text));
            await output.WriteLineAsync(Line($"production {production + 1}: {tally}"));
        }

        await output.WriteLineAsync(tally.Table());
        await output.WriteLineAsync(Line($"{tally} (target: nothing paid twice, no beat missing); violations of the API: {speech.Violations.Count}"));
    }

    /// <returns>How many beats have no take in the end.</returns>
    private static async Task<int> ProduceAsync(
        AppProcess app, int number, Random random, Action strike, KillTally tally, CancellationToken cancellationToken)
    {
        var started = await app.Client.StartSessionAsync(Script(number));
        var status = new Uri(started["statusQueryGetUri"]!.GetValue<string>());
        for (var blows = 0; blows < MaxPerProduction; blows++)
        {
            if (await EndsWithinAsync(status, TimeSpan.FromSeconds(random.NextDouble() * 8), cancellationToken) is not null)
                break;
            strike();
            await StrikeAsync(app, random, tally);
        }

        var ended = await EndsWithinAsync(status, TimeSpan.FromMinutes(10), cancellationToken)
            ?? throw new InvalidOperationException($"Production {number} did not end:\n{app.Log}");
        return Beats.Length - (ended["output"]?["beats"]?.AsArray().Count(beat => beat!["error"] is null) ?? 0);
    }

    /// <summary>Notes the request that is under way now, if any.</summary>
    private static void Strike(ElevenLabsStandIn speech, Dictionary<string, double> seconds, KillTally tally)
    {
        if (speech.Requests.Count > speech.Bills.Count && seconds.TryGetValue(speech.Requests[^1].Text, out var time))
            tally.HitRequest(time);
    }

    private static async Task StrikeAsync(AppProcess app, Random random, KillTally tally)
    {
        switch (random.Next(5))
        {
            case 0 when tally.Stops < Stops:
                await app.StopAsync();
                tally.Stops++;
                break;
            case 1 or 2:
                await app.KillWorkerAsync();
                tally.Kills++;
                break;
            default:
                await app.KillAsync();
                tally.Kills++;
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
        string[] paces = ["normal", "fast", "slow"];
        var text = new StringBuilder("[META]\nvideo_title: Killed\nproject: benchmark\n");
        foreach (var (index, words) in Beats.Index())
        {
            var lines = words.Select((word, line) => $"[PACE: {paces[line]}]\n{Text(production, word)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"[BEAT: {index + 1:D2}_{words[0]}]\nname: {words[0]}\n---\n{string.Join('\n', lines)}\n[END_BEAT]");
        }

        return text.ToString();
    }

    private static string Text(int production, string word) => Line($"Me count {production} {word}.");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
