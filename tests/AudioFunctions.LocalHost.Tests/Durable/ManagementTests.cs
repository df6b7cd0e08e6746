using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.LocalHost.Tests.Running;

namespace AudioFunctions.LocalHost.Tests.Durable;

/// <summary>The Durable extension's endpoints, through this host.</summary>
[Collection(nameof(SharedHost))]
public sealed class ManagementTests(SharedHost shared)
{
    private readonly HostProcess _host = shared.Host;
    private readonly DurableApi _durable = shared.Host.Durable;

    [Fact]
    public async Task A_start_returns_202_with_working_URIs()
    {
        var id = DurableApi.NewId();

        using var response = await _durable.PostAsync($"/orchestrators/Chain/{id}", "3");

        var instance = $"{_host.Address}runtime/webhooks/durabletask/instances/{id}";
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("10", response.Headers.RetryAfter!.ToString());
        Assert.Equal($"{instance}?taskHub={_host.Id}&connection=Storage&code={_host.DurableKey}", response.Headers.Location!.OriginalString);
        var addresses = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal(response.Headers.Location.OriginalString, addresses["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal(6, await _durable.ResultAsync(id));
        using var status = await _host.Client.GetAsync(new Uri(addresses["statusQueryGetUri"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);
    }

    [Fact]
    public async Task A_function_gets_a_client_that_starts_instances_and_returns_their_URIs()
    {
        var id = DurableApi.NewId();

        using var response = await _host.SendAsync(HttpMethod.Post, $"start/Chain/{id}", _host.FunctionKey, System.Net.Http.Json.JsonContent.Create(4));

        var addresses = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.StartsWith($"{_host.Address}runtime/webhooks/durabletask/instances/{id}?", addresses["statusQueryGetUri"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(10, await _durable.ResultAsync(id));
    }

    [Fact]
    public async Task A_fan_out_and_a_chain_run_each_step_once()
    {
        var fanOut = await _durable.StartAsync("FanOut", "20");
        var chain = await _durable.StartAsync("Chain", "5");

        Assert.Equal((210, 15), (await _durable.ResultAsync(fanOut), await _durable.ResultAsync(chain)));
        Assert.Equal(20, (await _host.Journal.EntriesAsync($"started/{fanOut}/")).Count);
        Assert.Equal(5, (await _host.Journal.EntriesAsync($"started/{chain}/")).Count);
    }

    [Fact]
    public async Task A_failed_activity_fails_the_instance_with_its_message_and_is_retried_as_asked()
    {
        var failing = await _durable.StartAsync("Failing");
        var retrying = await _durable.StartAsync("Retrying");

        var output = (await _durable.UntilAsync(failing, "Failed"))["output"]!.GetValue<string>();
        await _durable.UntilAsync(retrying, "Failed");

        Assert.StartsWith("Microsoft.DurableTask.TaskFailedException: ", output, StringComparison.Ordinal);
        Assert.Contains("This activity always fails.", output, StringComparison.Ordinal);
        Assert.Single(await _host.Journal.EntriesAsync($"started/{failing}/"));
        Assert.Equal(3, (await _host.Journal.EntriesAsync($"started/{retrying}/")).Count);
        using var asError = await _durable.GetAsync($"/instances/{failing}?returnInternalServerErrorOnFailure=true");
        Assert.Equal(HttpStatusCode.InternalServerError, asError.StatusCode);
    }

    [Fact]
    public async Task An_event_reaches_a_suspended_instance_after_resume()
    {
        var id = await _durable.StartAsync("Event");
        await _durable.UntilAsync(id, "Running");

        using var suspend = await _durable.PostAsync($"/instances/{id}/suspend?reason=lunch");
        await _durable.UntilAsync(id, "Suspended");
        using var raise = await _durable.PostAsync($"/instances/{id}/raiseEvent/go", "\"ready\"");
        using var resume = await _durable.PostAsync($"/instances/{id}/resume?reason=back");

        Assert.All([suspend, raise, resume], response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
        Assert.Equal("ready", (await _durable.UntilAsync(id, "Completed"))["output"]!.GetValue<string>());
        using var late = await _durable.PostAsync($"/instances/{id}/raiseEvent/go", "\"late\"");
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
    }

    [Fact]
    public async Task Terminate_ends_an_instance_restart_runs_it_again_and_purge_removes_it()
    {
        var id = await _durable.StartAsync("Event");
        await _durable.UntilAsync(id, "Running");

        using var terminate = await _durable.PostAsync($"/instances/{id}/terminate?reason=not%20needed");
        Assert.Equal("not needed", (await _durable.UntilAsync(id, "Terminated"))["output"]!.GetValue<string>());
        using var restart = await _durable.PostAsync($"/instances/{id}/restart");
        using var purge = await _durable.SendAsync(HttpMethod.Delete, $"/instances/{id}");
        using var gone = await _durable.GetAsync($"/instances/{id}");

        Assert.Equal(HttpStatusCode.Accepted, terminate.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, restart.StatusCode);
        var again = JsonNode.Parse(await restart.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
        Assert.NotEqual(id, again);
        Assert.Equal(HttpStatusCode.OK, purge.StatusCode);
        Assert.Equal("""{"instancesDeleted":1}""", await purge.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        await _durable.UntilAsync(again, "Running");
        (await _durable.PostAsync($"/instances/{again}/terminate")).Dispose();
    }

    [Fact]
    public async Task A_list_has_pages_with_a_continuation_header()
    {
        var prefix = DurableApi.NewId();
        for (var i = 0; i < 3; i++)
            await _durable.StartAsync("Chain", "0", $"{prefix}-{i}");

        var found = new List<string>();
        string? continuation = null;
        do
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, $"{DurableApi.Root}/instances?instanceIdPrefix={prefix}&top=2&code={_host.DurableKey}");
            if (continuation is not null)
                request.Headers.Add("x-ms-continuation-token", continuation);
            using var response = await _host.Client.SendAsync(request);
            var page = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();
            found.AddRange(page.Select(instance => instance!["instanceId"]!.GetValue<string>()));
            continuation = response.Headers.TryGetValues("x-ms-continuation-token", out var values) ? values.Single() : null;
        }
        while (!string.IsNullOrEmpty(continuation));

        Assert.Equal([$"{prefix}-0", $"{prefix}-1", $"{prefix}-2"], found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/instances/none", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/instances/none/terminate", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/instances/none/raiseEvent/Go", "1", HttpStatusCode.NotFound)]
    [InlineData("POST", "/instances/none/restart", null, HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "/instances/none", null, HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/instances", null, HttpStatusCode.BadRequest)]
    // The extension accepts any name from an app in another process; the instance then fails.
    [InlineData("POST", "/orchestrators/NoSuchOne", "1", HttpStatusCode.Accepted)]
    [InlineData("POST", "/orchestrators/Chain", "{ nonsense", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "/instances", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/instances/none/explode", null, HttpStatusCode.NotFound)]
    public async Task Invalid_requests_get_the_status_of_the_extension(string method, string path, string? body, HttpStatusCode status)
    {
        using var response = await _durable.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal(status, response.StatusCode);
    }
}
