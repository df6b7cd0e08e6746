using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AudioFunctions.LocalHost.Tests.Running;

namespace AudioFunctions.LocalHost.Tests.Http;

[Collection(nameof(SharedHost))]
public sealed class ForwardingTests(SharedHost shared)
{
    private const int BodyLimit = 100 * 1024 * 1024;

    private readonly HostProcess _host = shared.Host;

    [Fact]
    public async Task Headers_query_and_status_pass_both_ways()
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "mirror?a=1&a=%C3%BC%20&empty=");
        request.Headers.Add("x-custom", ["first", "second"]);
        request.Headers.Host = "example.test:81";

        using var response = await _host.Client.SendAsync(request);

        var seen = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.NonAuthoritativeInformation, response.StatusCode);
        Assert.Equal(["one", "two"], response.Headers.GetValues("x-several"));
        Assert.Equal("PATCH", seen["method"]!.GetValue<string>());
        Assert.Equal("/test/v1/mirror?a=1&a=%C3%BC%20&empty=", seen["url"]!.GetValue<string>());
        Assert.Equal("first, second", string.Join(", ", seen["headers"]!["x-custom"]!.AsArray()));
        Assert.Equal("example.test:81", seen["headers"]!["host"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_large_body_passes_both_ways_unchanged()
    {
        var body = RandomNumberGenerator.GetBytes(5_000_001);
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("audio/mpeg") } };

        using var response = await _host.SendAsync(HttpMethod.Post, "echo", content: content);

        Assert.Equal("audio/mpeg", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_body_over_100_MB_gets_413()
    {
        // The host refuses it by its Content-Length, and a client that sends Expect: 100-continue can read the response.
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(60) };
        using var patient = new HttpClient(handler) { BaseAddress = _host.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "echo") { Content = new ByteArrayContent(new byte[BodyLimit + 1]) };
        request.Headers.ExpectContinue = true;

        using var response = await patient.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_HEAD_response_has_the_headers_and_no_body()
    {
        using var response = await _host.SendAsync(HttpMethod.Head, "head");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("twelve bytes".Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_response_arrives_while_the_function_writes_it()
    {
        using var response = await _host.Client.GetAsync("stream/rest", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal("first", await reader.ReadLineAsync());
        await _host.SetAsync("rest");
        Assert.Equal("second", await reader.ReadLineAsync());
        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task The_connection_is_aborted_if_the_response_is_incomplete() =>
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _host.Client.GetStringAsync("break"));

    [Fact]
    public async Task A_function_is_cancelled_when_its_client_disconnects()
    {
        using var caller = new CancellationTokenSource();
        var call = _host.Client.GetAsync("wait/gone", caller.Token);
        (await _host.SendAsync(HttpMethod.Get, "signals/gone-started")).Dispose();

        await caller.CancelAsync();

        using var cancelled = await _host.SendAsync(HttpMethod.Get, "signals/gone-cancelled");
        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task An_exception_is_a_500_without_details_and_the_log_has_them()
    {
        using var response = await _host.SendAsync(HttpMethod.Get, "throw");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        await _host.Log.LineWithAsync("Thrown on purpose by /test/v1/throw");
    }
}
