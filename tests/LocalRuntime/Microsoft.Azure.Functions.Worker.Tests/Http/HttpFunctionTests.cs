using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests.Http;

public sealed class HttpFunctionTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_action_result_is_executed()
    {
        var response = await _host.Client.GetAsync("/api/action/Ada");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"text":"Hello Ada","method":"GET"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_minimal_result_is_executed()
    {
        var response = await _host.Client.GetAsync("/api/minimal/Ada");

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""{"text":"Hello Ada","method":"GET"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Head_has_the_headers_and_no_body()
    {
        var response = await _host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/minimal/Ada"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_file_result_serves_ranges()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/file") { Headers = { Range = new RangeHeaderValue(1, 2) } };

        var response = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal([2, 3], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_static_method_and_a_value_task_work() =>
        Assert.Equal("static", await _host.Client.GetStringAsync("/api/static"));

    [Fact]
    public async Task A_function_may_write_the_answer_itself()
    {
        var response = await _host.Client.GetAsync("/api/WritesItself");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("written", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task No_result_is_an_empty_200_as_in_Azure()
    {
        var response = await _host.Client.GetAsync("/api/NullResult");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_exception_is_a_500_that_tells_nothing()
    {
        var response = await _host.Client.GetAsync("/api/throws");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_exception_after_the_answer_began_cuts_the_connection() =>
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _host.Client.GetStringAsync("/api/throws-late"));

    [Fact]
    public async Task Each_run_has_a_scope_and_a_context_of_its_own()
    {
        var first = (await _host.Client.GetFromJsonAsync<string[]>("/api/Scoped"))!;
        var second = (await _host.Client.GetFromJsonAsync<string[]>("/api/Scoped"))!;

        Assert.Equal(first[0], first[1]);
        Assert.NotEqual(first[0], second[0]);
        Assert.Equal(["Scoped", "Scoped"], first[2..4]);
        Assert.True(Guid.TryParse(first[4], out _));
        Assert.NotEqual(first[4], second[4]);
        Assert.Equal("True", first[5]);
        await _host.Signals[$"disposed {first[0]}"].WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_body_of_100_MB_is_read_and_one_byte_more_is_413()
    {
        const int limit = 100 * 1024 * 1024;

        var whole = await _host.Client.PostAsync("/api/length", new ByteArrayContent(new byte[limit]));
        // Refused by its announced length: a client that waits for leave to send, however long, gets to read the answer.
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(60) };
        using var patient = new HttpClient(handler) { BaseAddress = _host.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/length") { Content = new ByteArrayContent(new byte[limit + 1]) };
        request.Headers.ExpectContinue = true;
        var tooMuch = await patient.SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, whole.StatusCode);
        Assert.Equal($"{limit}", await whole.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooMuch.StatusCode);
    }

    [Fact]
    public async Task The_token_is_cancelled_when_the_caller_goes_away()
    {
        using var caller = new CancellationTokenSource();
        var call = _host.Client.GetAsync("/api/cancellation/gone", caller.Token);
        await _host.Signals["gone runs"].WaitAsync(TimeSpan.FromSeconds(30));

        await caller.CancelAsync();

        await _host.Signals["gone cancelled"].WaitAsync(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}
