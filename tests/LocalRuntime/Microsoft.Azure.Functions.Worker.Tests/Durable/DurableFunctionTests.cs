using System.Net;
using System.Text;
using System.Text.Json;
using AudioFunctions.Testing.Storage;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;
using Microsoft.Azure.Functions.Worker.Tests.Management;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Tests.Durable;

public sealed class DurableFunctionTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _hub = $"Hub{Guid.NewGuid():N}";

    [Fact]
    public async Task An_activity_is_cancelled_by_the_stop_and_runs_again_after_the_next_start()
    {
        using var folder = new AppFolder();
        var first = await StartAsync(folder);
        await OrchestrateAsync(first, "LongRunning", "long");
        await first.Signals["long runs"].WaitAsync(Patience);

        await first.StopAsync();

        await first.Signals["long cancelled"].WaitAsync(Patience);
        await first.DisposeAsync();
        await using var second = await StartAsync(folder);
        await second.Signals["long runs"].WaitAsync(Patience);
    }

    [Fact]
    public async Task An_instance_waits_through_a_restart_of_the_host()
    {
        using var folder = new AppFolder();
        await using (var first = await StartAsync(folder))
        {
            await OrchestrateAsync(first, "WaitsForEvent", "patient");
        }

        await using var second = await StartAsync(folder);
        var raised = await second.Client.PostAsync(
            $"{DurableHost.Root}/instances/patient/raiseEvent/Go?code={folder.DurableTaskKey}", new StringContent("\"at last\"", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Accepted, raised.StatusCode);
        Assert.Equal("at last", (await OutputAsync(second, "patient")).GetString());
    }

    [Fact]
    public async Task An_activity_may_have_a_name_of_its_own_and_learn_who_calls_it()
    {
        using var folder = new AppFolder();
        await using var host = await StartAsync(folder);

        await OrchestrateAsync(host, "NamesItsCaller", "caller");

        Assert.Equal("CallerName for caller", (await OutputAsync(host, "caller")).GetString());
    }

    [Fact]
    public async Task Payloads_pass_through_the_worker_s_serializer()
    {
        using var folder = new AppFolder();
        await using var host = await StartAsync(folder, builder => builder.Services.Configure<WorkerOptions>(options =>
            options.Serializer = new JsonObjectSerializer(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper })));

        await OrchestrateAsync(host, "DoubleOrder", "loud");

        Assert.Equal("""{"ITEM":"a","AMOUNT":4}""", (await OutputAsync(host, "loud")).GetRawText());
    }

    [Fact]
    public async Task The_worker_s_json_options_are_the_default_serializer_s()
    {
        using var folder = new AppFolder();
        await using var host = await StartAsync(folder, builder => builder.Services.Configure<JsonSerializerOptions>(options =>
            options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase));

        await OrchestrateAsync(host, "DoubleOrder", "camel");

        Assert.Equal("""{"item":"a","amount":4}""", (await OutputAsync(host, "camel")).GetRawText());
    }

    [Fact]
    public async Task Without_storage_the_app_answers_and_what_needs_the_hub_is_503()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Equal("static", await host.Client.GetStringAsync("/api/static"));
        var start = await host.Client.PostAsync("/api/start/DoubleOrder/any", Order());
        var status = await host.Client.GetAsync($"{DurableHost.Root}/instances/any?code={host.Folder.DurableTaskKey}");
        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable], new[] { start.StatusCode, status.StatusCode });
        Assert.Equal("5", start.Headers.RetryAfter!.ToString());
    }

    [Fact]
    public async Task The_hub_starts_when_the_storage_comes_back()
    {
        await using var storage = await AzuriteServer.StartAsync();
        await storage.StopAsync();
        await using var host = await TestHost.StartAsync(storage: storage.ConnectionString);

        await storage.StartAgainAsync();

        await OrchestrateAsync(host, "DoubleOrder", "late");
        Assert.Equal(4, (await OutputAsync(host, "late")).GetProperty("Amount").GetInt32());
    }

    private static StringContent Order() => new("""{ "Item": "a", "Amount": 2 }""", Encoding.UTF8, "application/json");

    private static async Task OrchestrateAsync(TestHost host, string orchestrator, string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        HttpStatusCode answer;
        do
        {
            answer = (await host.Client.PostAsync($"/api/start/{orchestrator}/{id}", Order(), patience.Token)).StatusCode;
        }
        while (answer == HttpStatusCode.ServiceUnavailable);

        Assert.Equal(HttpStatusCode.Accepted, answer);
    }

    private static async Task<JsonElement> OutputAsync(TestHost host, string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var text = await host.Client.GetStringAsync($"{DurableHost.Root}/instances/{id}?code={host.Folder.DurableTaskKey}", patience.Token);
            var instance = JsonDocument.Parse(text).RootElement;
            if (instance.GetProperty("runtimeStatus").GetString() == "Completed")
                return instance.GetProperty("output");
            await Task.Delay(20, patience.Token);
        }
    }

    private Task<TestHost> StartAsync(AppFolder folder, Action<FunctionsApplicationBuilder>? configure = null) =>
        TestHost.StartAsync(folder, azurite.ConnectionString, configure, $"--AzureFunctionsJobHost:extensions:durableTask:hubName={_hub}");
}
