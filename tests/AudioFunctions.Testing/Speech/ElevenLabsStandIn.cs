using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Testing.Speech;

/// <summary>
/// A real HTTP server that plays ElevenLabs: strict about requests, true about audio, with a history and a bill. Faults happen by script.
/// </summary>
public sealed class ElevenLabsStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StandInLedger _ledger = new();
    private readonly StandInOptions _options;

    private ElevenLabsStandIn(StandInOptions options)
    {
        _options = options;
        Subscription = new StandInSubscription(_ledger, options.Quota);
        Voices = new StandInVoices(_ledger);
        Models = new StandInModels(_ledger);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Use(CheckKeyAsync);
        _app.MapPost("/v1/text-to-speech/{voiceId}/with-timestamps", new SpeechEndpoint(options, _ledger, Models, Faults, Forbidden).HandleAsync);
        _app.MapPost("/v1/text-to-dialogue/with-timestamps", new DialogueEndpoint(options, _ledger, Models, Faults, Forbidden).HandleAsync);
        new HistoryEndpoint(_ledger, Faults, options.Time).Map(_app);
        _app.MapGet("/v1/user/subscription", Subscription.HandleAsync);
        _app.MapGet("/v1/models", Models.HandleAsync);
        _app.MapGet("/v2/voices", Voices.HandleAsync);
        _app.MapFallback(context => Answers.OldErrorAsync(context, 404, "not_found", "Not Found"));
    }

    public string BaseUrl => _app.Urls.First();

    public string ApiKey => _options.ApiKey;

    public FaultScript Faults { get; } = new();

    public StandInSubscription Subscription { get; }

    public StandInVoices Voices { get; }

    public StandInModels Models { get; }

    /// <summary>Texts no request may hold, for instance the directions of the script under test.</summary>
    public ForbiddenTexts Forbidden { get; } = new();

    /// <summary>The speech requests, in order of arrival, refused ones included.</summary>
    public IReadOnlyList<StandInRequest> Requests => _ledger.Requests;

    /// <summary>What a client that knows the API does not do; empty is right.</summary>
    public IReadOnlyList<string> Violations => _ledger.Violations;

    /// <summary>Every text that was spoken and charged, in order.</summary>
    /// <summary>How many requests had these words in their text.</summary>
    public int RequestsFor(string words) => Requests.Count(request => request.Text.Contains(words, StringComparison.Ordinal));

    public IReadOnlyList<StandInBill> Bills => _ledger.Bills;

    public int BilledCharacters => Bills.Sum(b => b.Cost);

    /// <summary>The most speech requests that were under way at once.</summary>
    public int MaxUnderWay => _ledger.MaxUnderWay;

    public static async Task<ElevenLabsStandIn> StartAsync(StandInOptions? options = null)
    {
        var standIn = new ElevenLabsStandIn(options ?? new StandInOptions());
        await standIn._app.StartAsync();
        return standIn;
    }

    /// <summary>Waits until a text with these words was asked for, whatever becomes of it.</summary>
    /// <param name="times">So often, counted from its start.</param>
    public async Task ReceivesAsync(string words, int times = 1)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (RequestsFor(words) < times)
            await Task.Delay(20, timeout.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task CheckKeyAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.Date = _options.Time.GetUtcNow().ToString("R");
        context.Response.Headers["request-id"] = Guid.NewGuid().ToString("N")[..20];
        var key = context.Request.Headers["xi-api-key"].ToString();
        if (key == _options.ApiKey)
        {
            await next(context);
            return;
        }

        _ledger.Violated(key.Length == 0 ? "no xi-api-key" : "a wrong xi-api-key");
        await Answers.OldErrorAsync(context, 401, "invalid_api_key", "Invalid API key");
    }
}
