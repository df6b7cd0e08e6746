using System.Net;
using Microsoft.Azure.Functions.Worker.TestApp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests.Hosting;

public sealed class GracefulStopTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestHost _host = null!;

    /// <summary>With time enough to answer what was cancelled before the connections are cut, on a busy machine, too.</summary>
    public async Task InitializeAsync() => _host = await TestHost.StartAsync(
        configure: app => app.Services.PostConfigure<HostOptions>(options => options.ShutdownTimeout = Patience));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_running_request_ends_before_the_host_does()
    {
        var signals = _host.Services.GetRequiredService<Signals>();
        var request = _host.Client.GetAsync("/api/waits/one");
        await signals["one runs"].WaitAsync(Patience);

        var stop = _host.StopAsync();
        signals.Set("one may end");

        Assert.Equal("ended", await (await request).Content.ReadAsStringAsync());
        await stop.WaitAsync(Patience);
        await Assert.ThrowsAsync<HttpRequestException>(() => new HttpClient().GetAsync($"{_host.Origin}/api/static"));
    }

    [Fact]
    public async Task A_request_that_does_not_end_is_cancelled_and_answered_503()
    {
        var signals = _host.Services.GetRequiredService<Signals>();
        var request = _host.Client.GetAsync("/api/cancellation/two");
        await signals["two runs"].WaitAsync(Patience);

        await _host.StopAsync().WaitAsync(Patience);

        await signals["two cancelled"].WaitAsync(Patience);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await request).StatusCode);
    }
}
