using AudioFunctions.LocalHost.Tests.Running;

namespace AudioFunctions.LocalHost.Tests.Configuration;

[Collection(nameof(SharedHost))]
public sealed class SettingsTests(SharedHost shared)
{
    [Theory]
    [InlineData("FROM_VALUES", "from the file")]
    [InlineData("FROM_BOTH", "from the environment")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated")]
    public async Task Local_settings_reach_the_app_and_the_environment_overrides_them(string name, string value) =>
        Assert.Equal(value, await shared.Host.Client.GetStringAsync($"settings/{name}"));

    [Theory]
    [InlineData("host.json: 'extensions.http.maxOutstandingRequests' has no effect on this host")]
    [InlineData("host.json: 'logging.console.isEnabled' has no effect on this host")]
    [InlineData("local.settings.json: 'Extra' has no effect on this host")]
    public async Task A_setting_without_effect_is_reported(string warning) =>
        Assert.Contains(" warn  LocalHost: ", await shared.Host.Log.LineWithAsync(warning), StringComparison.Ordinal);

    [Fact]
    public async Task The_environment_overrides_host_json()
    {
        var id = DurableApi.NewId();

        using var response = await shared.Host.Durable.PostAsync($"/orchestrators/Chain/{id}", "0");

        Assert.Contains($"taskHub={shared.Host.Id}&", response.Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_contains_both_process_ids()
    {
        var status = await shared.Host.StatusAsync();

        Assert.Equal("Running", status["state"]!.GetValue<string>());
        Assert.Equal(shared.Host.ProcessId, status["processId"]!.GetValue<int>());
        Assert.Equal(await shared.Host.Client.GetStringAsync("process"), status["workerProcessId"]!.ToString());
    }
}
