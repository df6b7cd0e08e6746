using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Testing.Telemetry;

namespace AudioFunctions.Benchmarks.Production;

/// <summary>A published app as it is deployed, with a storage emulator and a speech service of its own.</summary>
internal sealed class MeasuredApp : IAsyncDisposable
{
    /// <summary>Names a published app to measure beside this checkout's, for instance of the commit before.</summary>
    private const string BaseAppVariable = "BENCHMARK_BASE_APP";

    private static readonly TimeSpan SlowPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FastPoll = TimeSpan.FromMilliseconds(10);

    private readonly AzuriteServer _storage;
    private readonly AppSettings _settings;
    private readonly AppProcess _app;

    private MeasuredApp(AzuriteServer storage, ElevenLabsStandIn speech, AppSettings settings, AppProcess app) =>
        (_storage, Speech, _settings, _app) = (storage, speech, settings, app);

    /// <summary>The folder of the published app to compare with, or null.</summary>
    public static string? BaseFolder => Environment.GetEnvironmentVariable(BaseAppVariable) is { Length: > 0 } folder ? folder : null;

    public ElevenLabsStandIn Speech { get; }

    public AppProcess App => _app;

    /// <param name="appFolder">Null for this checkout's.</param>
    /// <param name="collector">Where the app sends its spans to, or null.</param>
    public static async Task<MeasuredApp> StartAsync(
        StandInOptions options, string? appFolder, OtlpCollector? collector, CancellationToken cancellationToken)
    {
        var storage = await AzuriteServer.StartAsync(cancellationToken);
        var speech = await ElevenLabsStandIn.StartAsync(options);
        var settings = SettingsFor(storage, speech, appFolder);
        collector?.Collect(settings);
        return new MeasuredApp(storage, speech, settings, await AppProcess.StartAsync(settings));
    }

    public static AppSettings SettingsFor(AzuriteServer storage, ElevenLabsStandIn speech, string? appFolder = null)
    {
        var settings = appFolder is null
            ? new AppSettings(storage.ConnectionString)
            : new AppSettings(storage.ConnectionString) { AppFolder = appFolder };
        return settings.With("ELEVENLABS_API_KEY", speech.ApiKey).With("ElevenLabs__BaseUrl", speech.BaseUrl).AsDeployed();
    }

    /// <summary>Hands a script in, and waits for the end of its production. Nothing else may be under way.</summary>
    /// <exception cref="InvalidOperationException">A beat has failed.</exception>
    public async Task<MeasuredProduction> ProduceAsync(string script, int beats, TimeSpan speechTime, CancellationToken cancellationToken)
    {
        var before = Speech.Requests.Count;
        var started = Stopwatch.GetTimestamp();
        var session = await _app.Client.StartSessionAsync(script);
        var status = new Uri(session["statusQueryGetUri"]!.GetValue<string>());
        while (await EndOfAsync(status, cancellationToken) is not { } output)
            // Looking often while it speaks would take part of the time that is measured.
            await Task.Delay(Speech.Requests.Count - before < beats ? SlowPoll : FastPoll, cancellationToken);

        var wall = Stopwatch.GetElapsedTime(started);
        var arrivals = Speech.Requests.Skip(before).Select(request => Stopwatch.GetElapsedTime(started, request.ArrivedAt)).ToList();
        return new MeasuredProduction(session["session_id"]!.GetValue<string>(), wall, speechTime, arrivals);

        async Task<JsonNode?> EndOfAsync(Uri uri, CancellationToken token)
        {
            using var response = await ApiCalls.Durable.GetAsync(uri, token);
            if (response.StatusCode != HttpStatusCode.OK)
                return null;
            var output = JsonNode.Parse(await response.Content.ReadAsStringAsync(token))!["output"];
            return output?["beats"]?.AsArray().Count(beat => beat!["error"] is null) == beats
                ? output
                : throw new InvalidOperationException($"The production has failed: {output}\n{_app.Log}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Speech.DisposeAsync();
        await _storage.DisposeAsync();
        _settings.Dispose();
    }
}

/// <param name="SpeechTime">What the speech service takes for a request.</param>
/// <param name="Arrivals">When each request came in, from the start on.</param>
internal sealed record MeasuredProduction(string SessionId, TimeSpan Wall, TimeSpan SpeechTime, IReadOnlyList<TimeSpan> Arrivals)
{
    public double Ratio => Wall / (SpeechTime * Arrivals.Count);

    public TimeSpan BeforeFirst => Arrivals[0];

    /// <summary>From each answer to the next request.</summary>
    public IEnumerable<TimeSpan> Between => Arrivals.Skip(1).Zip(Arrivals, (next, earlier) => next - earlier - SpeechTime);

    public TimeSpan AfterLast => Wall - Arrivals[^1] - SpeechTime;
}
