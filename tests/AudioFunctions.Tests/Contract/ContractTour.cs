using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Contract;

/// <param name="Json">Null if the body isn't JSON.</param>
internal sealed record ContractResponse(int Status, JsonNode? Json, string? ETag);

/// <summary>A real app, and a client that compares every response with the document.</summary>
internal sealed class ContractTour : IAsyncDisposable
{
    /// <summary>Larger than the limit of JSON bodies other than scripts.</summary>
    public const int OverSixtyFourKibibytes = (64 * 1024) + 1;

    /// <summary>Enough credits for the tour, but too few for a long script.</summary>
    private const int Credits = 20_000;

    private readonly List<string> _surprises = [];

    private ContractTour(StandInApp app, StorageProxy storage)
    {
        App = app;
        Storage = storage;
        Client = new HttpClient(Witness) { BaseAddress = app.Client.BaseAddress };
        Client.DefaultRequestHeaders.Add("x-functions-key", app.Process.FunctionKey());
        Stranger = new HttpClient(Witness) { BaseAddress = app.Client.BaseAddress };
    }

    public StandInApp App { get; }

    public StorageProxy Storage { get; }

    public ContractWitness Witness { get; } = new(ContractDocument.Embedded, new SocketsHttpHandler());

    public HttpClient Client { get; }

    /// <summary>A client without a key.</summary>
    public HttpClient Stranger { get; }

    /// <summary>Calls whose response wasn't the expected one.</summary>
    public IReadOnlyList<string> Surprises => _surprises;

    public static async Task<ContractTour> StartAsync()
    {
        StorageProxy? proxy = null;
        var app = await StandInApp.StartAsync(
            new StandInOptions { Sound = StandInSound.Tones, Quota = Credits },
            connection: async azurite => (proxy = await StorageProxy.StartAsync(azurite)).ConnectionString);
        return new ContractTour(app, proxy!);
    }

    /// <summary>Makes a call, and records an unexpected response.</summary>
    /// <param name="expected">A status, followed by a problem's code: <c>404 take-not-found</c>.</param>
    /// <param name="call">Verb and path: <c>GET sessions/none</c>.</param>
    /// <param name="headers">Each as <c>Name: value</c>.</param>
    public async Task<ContractResponse> ExpectAsync(string expected, string call, HttpContent? body = null, params string[] headers)
    {
        var (verb, path) = Split(call, ' ');
        using var request = new HttpRequestMessage(new HttpMethod(verb), path) { Content = body };
        foreach (var (name, value) in headers.Select(header => Split(header, ':')))
            request.Headers.TryAddWithoutValidation(name, value.Trim());
        using var answer = await Client.SendAsync(request);
        var json = await JsonOfAsync(answer);
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        var seen = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" && request.Method != HttpMethod.Head
            ? $"{status} {json?["code"]}"
            : status;
        if (seen != expected)
            _surprises.Add($"{call[..Math.Min(call.Length, 100)]} → {seen} instead of {expected}");
        return new ContractResponse((int)answer.StatusCode, json, answer.Headers.ETag?.ToString());
    }

    /// <summary>Waits until a started orchestration has ended.</summary>
    /// <param name="output">The schema of its output.</param>
    public async Task<JsonNode> EndOfAsync(ContractResponse started, string output)
    {
        var ended = await ApiCalls.EndOfAsync(started.Json!["statusQueryGetUri"]!.GetValue<string>());
        _surprises.AddRange(ContractDocument.Embedded.Schemas.Check(output, ended["output"]).Select(problem => $"{output}: {problem}"));
        return ended["output"]!;
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>A JSON string of this many letters.</summary>
    public static StringContent LongJson(int length) => Json($"\"{new string('x', length)}\"");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Stranger.Dispose();
        Witness.Dispose();
        await App.DisposeAsync();
        await Storage.DisposeAsync();
    }

    private static async Task<JsonNode?> JsonOfAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsByteArrayAsync();
        return body.Length > 0 && answer.Content.Headers.ContentType is MediaTypeHeaderValue { MediaType: { } type }
            && type.EndsWith("json", StringComparison.Ordinal) && answer.StatusCode != System.Net.HttpStatusCode.PartialContent
            ? JsonNode.Parse(body)
            : null;
    }

    private static (string First, string After) Split(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }
}
