using System.Diagnostics;
using AudioFunctions.Testing.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Tests.Support;
using Xunit.Abstractions;

namespace Microsoft.DurableTask.Tests.Semantics;

[Collection(Storage.Name)]
public sealed class ActivityTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    [Fact]
    public async Task An_activitys_result_comes_back_to_the_orchestrator()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Greet", async context => await context.CallActivityAsync<string>("Hello", context.GetInput<string>()))
            .Activity("Hello", input => $"Hello, {input}!");
        await hub.StartAsync();

        var end = await hub.RunAsync("Greet", "Ann");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal("Hello, \"Ann\"!", end.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Many(int count)
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Greet", async context =>
            {
                for (var i = 0; i < count; i++)
                    await context.CallActivityAsync<int>("Hello", i);
                return null;
            })
            .Activity("Hello", input => 1);
        await hub.StartAsync();
        await hub.RunAsync("Greet", "Ann");
        var watch = Stopwatch.StartNew();
        var end = await hub.RunAsync("Greet", "Ann");
        output.WriteLine($"{watch.Elapsed.TotalMilliseconds / count} ms");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
    }
}
