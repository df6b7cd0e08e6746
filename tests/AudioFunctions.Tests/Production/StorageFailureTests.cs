using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>Failures of the storage account.</summary>
public sealed class StorageFailureTests(ProxiedApp shared) : IClassFixture<ProxiedApp>, IDisposable
{
    public void Dispose() => shared.Proxy.Unhook();

    [Fact]
    public async Task Storage_restart_loses_nothing_and_nothing_is_billed_twice()
    {
        var app = shared.App;
        var bills = app.Speech.Bills.Count;
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("found berries", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(3));
        await app.Speech.ReceivesAsync("berries");

        await app.Storage.StopAsync();
        release.SetResult();
        await app.Storage.StartAgainAsync();

        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.All(ended["output"]!["beats"]!.AsArray(), beat => Assert.Single(beat!["takes"]!.AsArray()));
        Assert.Equal(3, app.Speech.Bills.Skip(bills).Count());
    }

    [Fact]
    public async Task Requests_get_503_while_storage_is_down()
    {
        var app = shared.App;
        await app.Storage.StopAsync();

        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "sessions/any");
        var (health, _, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "health");

        Assert.Equal(503, (int)status);
        Assert.Equal("storage-unavailable", body!["code"]!.GetValue<string>());
        Assert.Equal(503, (int)health);
        await app.Storage.StartAgainAsync();
        Assert.Equal(200, (int)(await app.Client.SendJsonAsync(HttpMethod.Get, "health")).Status);
    }

    [Fact]
    public async Task While_queues_are_down_nothing_starts_and_a_repeated_request_starts_once()
    {
        var app = shared.App;
        var bills = app.Speech.Bills.Count;
        shared.Proxy.Before = call => call.Service == StorageService.Queue ? throw new IOException("The queue service is down.") : Task.CompletedTask;

        var (status, problem) = await StartAsync();
        var (listed, _, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "sessions");
        shared.Proxy.Unhook();
        var (again, started) = await StartAsync();
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal((503, "storage-unavailable"), (status, problem["code"]?.GetValue<string>()));
        Assert.Equal((200, 202), ((int)listed, again));
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Single(app.Speech.Bills.Skip(bills));

        async Task<(int Status, JsonNode Body)> StartAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "sessions") { Content = ApiCalls.Els(ScriptText.OneBeat) };
            request.Headers.Add("Idempotency-Key", "queues down");
            using var response = await app.Client.SendAsync(request);
            return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
        }
    }

    [Fact]
    public async Task Unresponsive_storage_is_unhealthy_soon()
    {
        var app = shared.App;
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shared.Proxy.Before = _ => release.Task;
        try
        {
            var (status, health, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "health");

            Assert.Equal(503, (int)status);
            Assert.Equal("The storage account did not respond within 10 s.", health!["storage"]!["detail"]!.GetValue<string>());
        }
        finally
        {
            release.SetResult();
        }

        Assert.Equal(200, (int)(await app.Client.SendJsonAsync(HttpMethod.Get, "health")).Status);
    }
}
