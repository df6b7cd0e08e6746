using System.Net;
using AudioFunctions.LocalHost.Tests.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.LocalHost.Tests.Hosting;

/// <summary>A failed start writes one sentence with the reason to standard error, and leaves no process.</summary>
[Collection(nameof(OwnHost))]
public sealed class StartTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly HostProcess _host = HostProcess.On(azurite.ConnectionString);

    private string CopiedApp => Path.Combine(_host.Folder, "app");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_port_in_use_is_explained()
    {
        using var taken = AudioFunctions.LocalHost.Hosting.PublicSocket.Open(0);
        _host.Port = taken.Port;

        var errors = await _host.FailToStartAsync();

        Assert.Equal(
            $"Port {taken.Port} on 127.0.0.1 is in use: stop the program that uses it, or choose another port with --port (0 for any free one).\n", errors);
    }

    [Fact]
    public async Task A_missing_app_is_explained()
    {
        _host.AppFolder = CopiedApp;

        Assert.Equal(
            $"There is no folder {CopiedApp}: publish the app first (dotnet publish), and pass its output folder.\n", await _host.FailToStartAsync());
    }

    [Fact]
    public async Task Broken_local_settings_are_explained()
    {
        await File.WriteAllTextAsync(_host.SettingsFile, """{ "IsEncrypted": true }""");

        Assert.StartsWith($"{_host.SettingsFile} is encrypted: ", await _host.FailToStartAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_storage_is_explained_and_the_app_ends()
    {
        _host.Environment["AzureWebJobsStorage"] = null;

        var errors = await _host.FailToStartAsync();

        Assert.StartsWith("No storage account: set AzureWebJobsStorage to a connection string", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task An_app_that_ends_at_once_is_explained()
    {
        _host.Environment["TEST_APP_EXIT_CODE"] = "7";

        var errors = await _host.FailToStartAsync();

        Assert.Equal("The app ended (exit code 7) before it was ready; see its log above.\n", errors);
        await _host.Log.LineWithAsync("The test app ends at once, as it was told.");
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_explained()
    {
        TestApp.CopyTo(CopiedApp);
        TestApp.Replace(CopiedApp, "worker.config.json", """{ "description": { "defaultExecutablePath": "no-such-program", "defaultWorkerPath": "AudioFunctions.LocalHost.TestApp.dll" } }""");
        _host.AppFolder = CopiedApp;

        var errors = await _host.FailToStartAsync();

        Assert.StartsWith("The app ended (exit code 127) before it was ready", errors, StringComparison.Ordinal);
        await _host.Log.LineWithAsync("no-such-program");
    }

    [Fact]
    public async Task A_missing_extension_is_explained()
    {
        TestApp.CopyTo(CopiedApp);
        Directory.Delete(Path.Combine(CopiedApp, ".azurefunctions"));
        _host.AppFolder = CopiedApp;

        var errors = await _host.FailToStartAsync();

        Assert.StartsWith("The app's extension 'Microsoft.Azure.WebJobs.Extensions.", errors, StringComparison.Ordinal);
        Assert.EndsWith("Publish the app again.\n", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("items/{id:unknown}")]
    [InlineData("items/{id")]
    public async Task An_invalid_route_is_explained(string route)
    {
        TestApp.CopyTo(CopiedApp);
        var metadata = await File.ReadAllTextAsync(Path.Combine(CopiedApp, "functions.metadata"));
        TestApp.Replace(CopiedApp, "functions.metadata", metadata.Replace("items/{id:int}", route, StringComparison.Ordinal));
        _host.AppFolder = CopiedApp;

        var errors = await _host.FailToStartAsync();

        Assert.StartsWith($"The route 'test/v1/{route}' of function A_Number is invalid: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_missing_setting_of_a_trigger_is_explained()
    {
        _host.Environment["TickSchedule"] = null;

        Assert.Equal(
            "Function Ticked is invalid: '%TickSchedule%' does not resolve to a value. Add the setting, or correct the function and publish the app again.\n",
            await _host.FailToStartAsync());
    }

    [Fact]
    public async Task A_signal_during_the_start_ends_the_host_with_exit_code_0()
    {
        // Nothing listens on this port, so the start waits.
        _host.Environment["AzureWebJobsStorage"] = "BlobEndpoint=http://127.0.0.1:1/account;AccountName=a;AccountKey=YQ==";
        _host.Launch();
        var line = await _host.Log.LineWithAsync("The app runs as process ");

        await _host.StopAsync("INT");

        await HostProcess.GoneAsync(int.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_port_can_come_from_local_settings()
    {
        int port;
        using (var free = AudioFunctions.LocalHost.Hosting.PublicSocket.Open(0))
            port = free.Port;
        await File.WriteAllTextAsync(_host.SettingsFile, $$"""{ "Host": { "LocalHttpPort": {{port}} } }""");
        _host.Port = null;

        await _host.StartAsync();

        Assert.Equal(port, _host.Port);
        using var response = await _host.SendAsync(HttpMethod.Get, "levels/anonymous");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
