using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Benchmarks.Production;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Benchmarks.Load;

/// <param name="Busy">Of the account's speech slots, from the first request to the last answer.</param>
internal sealed record BatchResult(double Busy, int FailedBeats, TimeSpan Wall);

/// <summary>Productions handed in at once, and followed to their ends.</summary>
internal sealed class ProductionBatch(ElevenLabsStandIn speech, TimeSpan speechTime, int slots)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <param name="appOf">The app that the production of this number is handed to.</param>
    /// <param name="sample">Called twice a second until all have ended.</param>
    public async Task<BatchResult> RunAsync(
        int productions, int beats, Func<int, AppProcess> appOf, Action sample, CancellationToken cancellationToken)
    {
        var (requests, bills) = (speech.Requests.Count, speech.Bills.Count);
        var started = Stopwatch.GetTimestamp();
        var sessions = await Task.WhenAll(Enumerable.Range(0, productions).Select(number =>
            appOf(number).Client.StartSessionAsync(ProductionBenchmark.Script(number, beats))));
        var left = sessions.Select(session => new Uri(session["statusQueryGetUri"]!.GetValue<string>())).ToList();
        var failed = 0;
        while (left.Count > 0)
        {
            await Task.Delay(Interval, cancellationToken);
            sample();
            // All but the last beats have to be spoken before there is an end to look for; looking at one costs little.
            while (left.Count > 0 && await EndOfAsync(left[^1], cancellationToken) is { } ended)
            {
                left.RemoveAt(left.Count - 1);
                failed += beats - (ended["output"]?["beats"]?.AsArray().Count(beat => beat!["error"] is null) ?? 0);
            }
        }

        var wall = Stopwatch.GetElapsedTime(started);
        var arrivals = speech.Requests.Skip(requests).Select(request => request.ArrivedAt).ToList();
        var spoken = speech.Bills.Count - bills;
        var speaking = Stopwatch.GetElapsedTime(arrivals.Min(), arrivals.Max()) + speechTime;
        return new BatchResult(spoken * speechTime / (speaking * slots), failed, wall);
    }

    private static async Task<JsonNode?> EndOfAsync(Uri status, CancellationToken cancellationToken)
    {
        using var response = await ApiCalls.Durable.GetAsync(status, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => JsonNode.Parse(body),
            HttpStatusCode.Accepted => null,
            _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode}: {body}")),
        };
    }
}
