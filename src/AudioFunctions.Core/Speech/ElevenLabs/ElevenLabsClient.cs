using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AudioFunctions.Telemetry;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>The HTTP client of ElevenLabs: one request, one response or failure. It neither waits nor retries.</summary>
internal sealed class ElevenLabsClient(
    HttpClient http, ElevenLabsOptions options, TimeSpan timeout, ServiceClock clock, TimeProvider time)
{
    private const string KeyHeader = "xi-api-key";

    private readonly Uri _base = new(options.BaseUrl.TrimEnd('/') + "/");

    private readonly TimeSpan _subscriptionTimeout = TimeSpan.FromSeconds(options.SubscriptionTimeoutSeconds);

    public Task<ElevenLabsResponse> SpeakAsync(IElevenLabsRequest request, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post,
        $"{request.Path}?output_format={Uri.EscapeDataString(options.OutputFormat)}",
        request.PathTemplate,
        request.ToJson(),
        cancellationToken);

    /// <param name="voiceId">Null for the requests of all voices.</param>
    /// <param name="after">The last item of the previous page; null for the first page.</param>
    public Task<ElevenLabsResponse> ListHistoryAsync(
        string? voiceId, DateTimeOffset createdSince, DateTimeOffset createdBefore, int pageSize, string? after, CancellationToken cancellationToken)
    {
        var voice = voiceId is null ? "" : $"&voice_id={Uri.EscapeDataString(voiceId)}";
        var since = createdSince.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var before = createdBefore.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var from = after is null ? "" : $"&start_after_history_item_id={Uri.EscapeDataString(after)}";
        return SendAsync(
            HttpMethod.Get,
            $"v1/history?page_size={pageSize}{voice}&sort_direction=desc&date_after_unix={since}&date_before_unix={before}{from}",
            "/v1/history",
            body: null,
            cancellationToken);
    }

    public Task<ElevenLabsResponse> GetHistoryAudioAsync(string itemId, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Get, $"v1/history/{Uri.EscapeDataString(itemId)}/audio", "/v1/history/{history_item_id}/audio", body: null, cancellationToken);

    public Task<ElevenLabsResponse> GetSubscriptionAsync(CancellationToken cancellationToken) =>
        TraceAsync(
            HttpMethod.Get,
            "/v1/user/subscription",
            () => SendAsync(HttpMethod.Get, "v1/user/subscription", body: null, _subscriptionTimeout, cancellationToken));

    public Task<ElevenLabsResponse> ListModelsAsync(CancellationToken cancellationToken) =>
        TraceAsync(
            HttpMethod.Get,
            "/v1/models",
            () => SendAsync(HttpMethod.Get, "v1/models", body: null, _subscriptionTimeout, cancellationToken));

    public Task<ElevenLabsResponse> ListVoicesAsync(VoiceSearch search, CancellationToken cancellationToken)
    {
        var words = search.Search is null ? "" : $"&search={Uri.EscapeDataString(search.Search)}";
        var from = search.Continuation is null ? "" : $"&next_page_token={Uri.EscapeDataString(search.Continuation)}";
        var path = $"v2/voices?page_size={search.Limit}{words}{from}";
        return TraceAsync(
            HttpMethod.Get, "/v2/voices", () => SendAsync(HttpMethod.Get, path, body: null, _subscriptionTimeout, cancellationToken));
    }

    private Task<ElevenLabsResponse> SendAsync(
        HttpMethod method, string path, string template, byte[]? body, CancellationToken cancellationToken) =>
        TraceAsync(method, template, () => SendAsync(method, path, body, timeout, cancellationToken));

    /// <summary>An OpenTelemetry HTTP client span, without URL and headers because they may contain voices and keys.</summary>
    /// <param name="template">The path, with names in place of ids.</param>
    private Task<ElevenLabsResponse> TraceAsync(HttpMethod method, string template, Func<Task<ElevenLabsResponse>> send) => Spans.RunAsync(
        $"{method.Method} {template}",
        async span =>
        {
            span?.SetTag(SpanAttributes.HttpMethod, method.Method).SetTag(SpanAttributes.UrlTemplate, template)
                .SetTag(SpanAttributes.ServerAddress, _base.Host).SetTag(SpanAttributes.ServerPort, _base.Port);
            var response = await send();
            if (response.Headers is { } headers)
                span?.SetTag(SpanAttributes.RequestId, headers.RequestId).SetTag(SpanAttributes.HttpStatus, (int)headers.Status);
            if (response.Failure is { } failure)
                Spans.Fail(span, failure.Code);
            return response;
        },
        ActivityKind.Client);

    private async Task<ElevenLabsResponse> SendAsync(
        HttpMethod method, string path, byte[]? body, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_base, path));
        request.Headers.Add(KeyHeader, options.ApiKey);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        using var deadline = new CancellationTokenSource(maxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (HttpRequestException failure)
        {
            return ElevenLabsResponse.Failed(NoResponse(failure));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var message = FormattableString.Invariant($"ElevenLabs did not respond within {maxWait.TotalSeconds} s.");
            return ElevenLabsResponse.Failed(new SpeechFailure(FailureKind.ResponseLost, SpeechCodes.Unavailable, message));
        }
    }

    private async Task<ElevenLabsResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = ElevenLabsHeaders.Read(response, time.GetUtcNow());
        if (response.Headers.Date is { } date)
            clock.Observe(date);
        if (response.StatusCode == HttpStatusCode.OK)
            return new ElevenLabsResponse(body, headers, Failure: null);

        var failure = ElevenLabsFailures.From(response.StatusCode, ElevenLabsError.Read(body), headers.RequestId, headers.RetryAfter);
        return new ElevenLabsResponse(body, headers, failure);
    }

    private static SpeechFailure NoResponse(HttpRequestException failure) => failure.HttpRequestError switch
    {
        // These fail before the request is sent.
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError => new SpeechFailure(
                FailureKind.Unavailable,
                SpeechCodes.Unavailable,
                $"ElevenLabs cannot be reached ({failure.HttpRequestError}): check the network, the proxy and ElevenLabs__BaseUrl.",
                Cause: failure),
        _ => new SpeechFailure(
            FailureKind.ResponseLost,
            SpeechCodes.Unavailable,
            $"The connection to ElevenLabs broke ({failure.HttpRequestError}).",
            Cause: failure),
    };
}
