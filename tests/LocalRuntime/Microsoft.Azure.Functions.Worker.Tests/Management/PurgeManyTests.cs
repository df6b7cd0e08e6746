using System.Net;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Tests.Management;

/// <summary>On a hub of its own: a purge by filter takes the instances of other tests too.</summary>
public sealed class PurgeManyTests : IAsyncLifetime
{
    private readonly DurableHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_purge_by_filter_removes_what_is_finished_and_says_how_many()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _host.DeleteAsync("/instances?createdTimeFrom=2020-01-01")).StatusCode);
        var waiting = await _host.StartAsync("WaitsForEvent");
        for (var i = 0; i < 2; i++)
        {
            await _host.UntilAsync(await _host.StartAsync("DoubleOrder", """{"Item":"a","Amount":1}"""), "Completed");
        }

        var failed = await _host.StartAsync("Fails");
        await _host.UntilAsync(failed, "Failed");

        var completed = await _host.DeleteAsync("/instances?createdTimeFrom=2020-01-01&runtimeStatus=Completed");
        var past = await _host.DeleteAsync("/instances?createdTimeFrom=2020-01-01&createdTimeTo=2020-01-02");
        var rest = await _host.DeleteAsync("/instances?createdTimeFrom=2020-01-01");

        Assert.Equal("""{"instancesDeleted":2}""", await completed.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, past.StatusCode);
        Assert.Equal("""{"instancesDeleted":1}""", await rest.Content.ReadAsStringAsync());
        var left = JsonDocument.Parse(await (await _host.GetAsync("/instances")).Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(waiting, Assert.Single(left.EnumerateArray()).GetProperty("instanceId").GetString());
    }
}
