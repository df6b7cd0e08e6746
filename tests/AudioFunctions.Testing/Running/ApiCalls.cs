using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace AudioFunctions.Testing.Running;

/// <summary>The calls of a user's day, as a client makes them.</summary>
public static class ApiCalls
{
    /// <summary>Not often, because each request for a status costs host, worker and storage as much as a step of the production.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Sends no function key: beside the key of a management URL it would be taken first, and refused.</summary>
    public static HttpClient Durable { get; } = new();

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>The code of each beat's error, in script order; null if it has none.</summary>
    public static IEnumerable<string?> ErrorsOf(JsonNode session) =>
        session["beats"]!.AsArray().Select(beat => beat!["error"]?["code"]?.GetValue<string>());

    public static StringContent Els(string script) => new(script, Encoding.UTF8, "text/plain");

    /// <summary>Hands a script in and returns the check-status payload.</summary>
    public static async Task<JsonObject> StartSessionAsync(
        this HttpClient client, string script, string? idempotencyKey = null, string? reuseFrom = null)
    {
        var query = reuseFrom is null ? "" : $"?reuse_from={Uri.EscapeDataString(reuseFrom)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"sessions{query}") { Content = Els(script) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.Accepted
            ? JsonNode.Parse(body)!.AsObject()
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {body}");
    }

    /// <summary>Polls a Durable status URL until the instance has ended, and returns its last answer. The URL carries its own key.</summary>
    public static async Task<JsonObject> EndOfAsync(string statusUri, TimeSpan? maxWait = null)
    {
        using var timeout = new CancellationTokenSource(maxWait ?? TimeSpan.FromMinutes(5));
        while (true)
        {
            using var answer = await Durable.GetAsync(new Uri(statusUri), timeout.Token);
            var body = await answer.Content.ReadAsStringAsync(timeout.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
                return JsonNode.Parse(body)!.AsObject();
            if (answer.StatusCode != HttpStatusCode.Accepted)
                throw new InvalidOperationException($"{(int)answer.StatusCode}: {body}");
            await Task.Delay(PollInterval, timeout.Token);
        }
    }

    /// <summary>Hands a script in, waits for the end, and returns the production's output.</summary>
    public static async Task<JsonObject> ProduceAsync(this HttpClient client, string script, string? reuseFrom = null)
    {
        var started = await client.StartSessionAsync(script, reuseFrom: reuseFrom);
        var ended = await EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        return ended["runtimeStatus"]!.GetValue<string>() == "Completed"
            ? ended["output"]!.AsObject()
            : throw new InvalidOperationException(ended.ToJsonString());
    }

    /// <summary>Exports a session and returns the export's output.</summary>
    /// <param name="options">The body, or null for none.</param>
    public static async Task<JsonObject> ExportAsync(this HttpClient client, string sessionId, string? options = null)
    {
        using var body = options is null ? null : Json(options);
        using var answer = await client.PostAsync($"sessions/{sessionId}/export", body);
        var started = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {started}");
        var ended = await EndOfAsync(JsonNode.Parse(started)!["statusQueryGetUri"]!.GetValue<string>());
        return ended["runtimeStatus"]!.GetValue<string>() == "Completed"
            ? ended["output"]!.AsObject()
            : throw new InvalidOperationException(ended.ToJsonString());
    }

    /// <summary>The answer's status and JSON.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)> SendJsonAsync(
        this HttpClient client, HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), answer.Headers);
    }
}
