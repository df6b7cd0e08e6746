using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AudioFunctions.Cli.Api;

/// <summary>A client of the REST API.</summary>
public sealed class AudioFunctionsClient : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;

    // The URIs of the Durable management API contain their own key; a function key in the header would take precedence and be refused.
    private readonly HttpClient _durable;

    // Doesn't retry 503, which the health check returns if the app isn't ready.
    private readonly HttpClient _health;

    public AudioFunctionsClient(Uri address)
    {
        Address = address;
        // The app runs on this machine, which a proxy can't reach.
        var connections = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        var retrying = new RestartRetry(connections);
        _http = new HttpClient(retrying) { BaseAddress = address, Timeout = RequestTimeout };
        _durable = new HttpClient(retrying, disposeHandler: false) { Timeout = RequestTimeout };
        _health = new HttpClient(connections, disposeHandler: false) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Address { get; }

    public void UseKey(string functionKey)
    {
        _http.DefaultRequestHeaders.Remove("x-functions-key");
        _http.DefaultRequestHeaders.Add("x-functions-key", functionKey);
    }

    /// <summary>Null if nothing responds in time, or something that isn't this app.</summary>
    public async Task<Health?> GetHealthAsync(TimeSpan maxWait, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(maxWait);
        try
        {
            using var answer = await _health.GetAsync(new Uri("api/health", UriKind.Relative), timeout.Token);
            var body = await answer.Content.ReadAsStringAsync(timeout.Token);
            return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable
                ? Health.Read(answer.StatusCode == HttpStatusCode.OK, body)
                : null;
        }
        catch (HttpRequestException)
        {
            // Connection refused or reset: the app isn't ready yet.
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What listens there doesn't speak HTTP.
            return null;
        }
    }

    /// <summary>Whether the app accepts the current key.</summary>
    public async Task<bool> AcceptsKeyAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri("api/voices", UriKind.Relative), cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    public async Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri("api/voices", UriKind.Relative), cancellationToken);
        await RequireSuccessAsync(answer, cancellationToken);
        return (await ReadAsync(answer, ApiJson.Default.VoiceList, cancellationToken)).Voices;
    }

    /// <exception cref="ApiException">412: the character has a voice already.</exception>
    public async Task AddVoiceAsync(Voice voice, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"api/voices/{Uri.EscapeDataString(voice.Character)}", UriKind.Relative));
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        request.Content = JsonContent.Create(voice, ApiJson.Default.Voice);
        using var answer = await _http.SendAsync(request, cancellationToken);
        await RequireSuccessAsync(answer, cancellationToken);
    }

    /// <summary>Starts a production, or finds the one that the key has started; or returns what is wrong with the script.</summary>
    /// <exception cref="ApiException">402: not enough credits; 404: the session to reuse doesn't exist.</exception>
    public async Task<(StartedProduction? Started, Validation? Invalid)> StartProductionAsync(
        byte[] script, StartOptions options, string idempotencyKey, CancellationToken cancellationToken)
    {
        var query = string.Join(
            '&',
            [
                .. Parameter("project_name", options.Project),
                .. Parameter("reuse_from", options.ReuseFrom),
                .. Parameter("ignore_quota", options.IgnoreQuota ? "true" : null),
                .. Parameter("max_credits", Number(options.MaxCredits)),
                .. Parameter("takes", Number(options.Takes)),
                .. Parameter("auto_retakes", Number(options.AutoRetakes)),
            ]);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/sessions?{query}") { Content = ScriptContent(script) };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await _http.SendAsync(request, cancellationToken);
        return await ReadOrInvalidAsync(answer, ApiJson.Default.StartedProduction, cancellationToken);
    }

    /// <summary>Estimates a production's length and cost; or returns what is wrong with the script.</summary>
    /// <exception cref="ApiException">404: the session to reuse doesn't exist.</exception>
    public async Task<(ScriptEstimate? Estimate, Validation? Invalid)> EstimateAsync(
        byte[] script, StartOptions options, CancellationToken cancellationToken)
    {
        var query = string.Join(
            '&',
            [
                .. Parameter("project_name", options.Project),
                .. Parameter("reuse_from", options.ReuseFrom),
                .. Parameter("takes", Number(options.Takes)),
            ]);
        using var content = ScriptContent(script);
        using var answer = await _http.PostAsync(new Uri($"api/scripts/estimate?{query}", UriKind.Relative), content, cancellationToken);
        return await ReadOrInvalidAsync(answer, ApiJson.Default.ScriptEstimate, cancellationToken);
    }

    public async Task<(ScriptOutline? Outline, Validation? Invalid)> ParseAsync(byte[] script, string? project, CancellationToken cancellationToken)
    {
        using var answer = await PostScriptAsync("api/scripts/parse", script, project, cancellationToken);
        return await ReadOrInvalidAsync(answer, ApiJson.Default.ScriptOutline, cancellationToken);
    }

    public async Task<Validation> ValidateAsync(byte[] script, string? project, CancellationToken cancellationToken)
    {
        using var answer = await PostScriptAsync("api/scripts/validate", script, project, cancellationToken);
        await RequireSuccessAsync(answer, cancellationToken);
        return await ReadAsync(answer, ApiJson.Default.Validation, cancellationToken);
    }

    /// <summary>Null if the instance doesn't exist.</summary>
    public async Task<InstanceStatus?> GetStatusAsync(Uri statusUri, CancellationToken cancellationToken)
    {
        using var answer = await _durable.GetAsync(statusUri, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;

        await RequireSuccessAsync(answer, cancellationToken);
        return await ReadAsync(answer, ApiJson.Default.InstanceStatus, cancellationToken);
    }

    public async Task<StartedProduction> StartExportAsync(string sessionId, ExportOptions options, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(options, ApiJson.Default.ExportOptions));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.PostAsync(new Uri($"api/sessions/{sessionId}/export", UriKind.Relative), body, cancellationToken);
        await RequireSuccessAsync(answer, cancellationToken);
        return await ReadAsync(answer, ApiJson.Default.StartedProduction, cancellationToken);
    }

    /// <summary>Asks a production to send no more requests. Has no effect on one that has ended.</summary>
    public async Task CancelAsync(string sessionId, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync(new Uri($"api/sessions/{sessionId}/cancel", UriKind.Relative), null, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Conflict)
            await RequireSuccessAsync(answer, cancellationToken);
    }

    /// <summary>Speaks the beats that have no take.</summary>
    public async Task<StartedProduction> ContinueAsync(string sessionId, ContinueRequest wanted, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(wanted, ApiJson.Default.ContinueRequest));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.PostAsync(new Uri($"api/sessions/{sessionId}/continue", UriKind.Relative), body, cancellationToken);
        await RequireSuccessAsync(answer, cancellationToken);
        return await ReadAsync(answer, ApiJson.Default.StartedProduction, cancellationToken);
    }

    public async Task<Session> GetSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri($"api/sessions/{sessionId}", UriKind.Relative), cancellationToken);
        await RequireSuccessAsync(answer, cancellationToken);
        return await ReadAsync(answer, ApiJson.Default.Session, cancellationToken);
    }

    /// <summary>Speaks a beat again and selects the new take; or finds the instance that the key has started.</summary>
    public async Task<StartedProduction> RegenerateAsync(string sessionId, string beatId, string idempotencyKey, CancellationToken cancellationToken)
    {
        var path = new Uri($"api/sessions/{sessionId}/beats/{Uri.EscapeDataString(beatId)}/regenerate", UriKind.Relative);
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent("""{"select":true}""", new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await _http.SendAsync(request, cancellationToken);
        await RequireSuccessAsync(answer, cancellationToken);
        return await ReadAsync(answer, ApiJson.Default.StartedProduction, cancellationToken);
    }

    public async Task DownloadExportAsync(string sessionId, string file, Stream destination, CancellationToken cancellationToken)
    {
        var path = new Uri($"api/sessions/{sessionId}/exports/{Uri.EscapeDataString(file)}", UriKind.Relative);
        using var answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await RequireSuccessAsync(answer, cancellationToken);
        await answer.Content.CopyToAsync(destination, cancellationToken);
    }

    public void Dispose()
    {
        _health.Dispose();
        _durable.Dispose();
        _http.Dispose();
    }

    private async Task<HttpResponseMessage> PostScriptAsync(string path, byte[] script, string? project, CancellationToken cancellationToken)
    {
        using var content = ScriptContent(script);
        var query = string.Join('&', Parameter("project_name", project));
        return await _http.PostAsync(new Uri($"{path}?{query}", UriKind.Relative), content, cancellationToken);
    }

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Parameter(string name, string? value) => value is null ? [] : [$"{name}={Uri.EscapeDataString(value)}"];

    private static ByteArrayContent ScriptContent(byte[] script)
    {
        var content = new ByteArrayContent(script);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        return content;
    }

    /// <summary>Reads the response, or, if the status is 422, what is wrong with the script.</summary>
    private static async Task<(T? Answer, Validation? Invalid)> ReadOrInvalidAsync<T>(
        HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (answer.StatusCode == HttpStatusCode.UnprocessableEntity)
            return (default, await ReadAsync(answer, ApiJson.Default.Validation, cancellationToken));

        await RequireSuccessAsync(answer, cancellationToken);
        return (await ReadAsync(answer, type, cancellationToken), null);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken)
                ?? throw new ApiException(answer.StatusCode, "The app returned an empty response instead of JSON.");
        }
        catch (JsonException e)
        {
            throw new ApiException(answer.StatusCode, $"The app's response is not the expected JSON ({e.Path}).");
        }
    }

    private static async Task RequireSuccessAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
            return;

        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        throw new ApiException(answer.StatusCode, Sentence(answer.StatusCode, body));
    }

    private static string Sentence(HttpStatusCode status, string body)
    {
        try
        {
            if (body.Length > 0 && JsonSerializer.Deserialize(body, ApiJson.Default.Problem) is { } problem && (problem.Detail ?? problem.Title) is { } text)
                return problem.Code is null ? text : $"{problem.Code}: {text}";
        }
        catch (JsonException)
        {
            // Not a problem of the product: report the status only.
        }

        return $"The app returned {(int)status} {status}.";
    }
}
