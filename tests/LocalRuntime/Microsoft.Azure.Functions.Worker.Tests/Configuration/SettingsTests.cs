using LocalRuntime.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Tests.Configuration;

public sealed class SettingsTests : IDisposable
{
    private readonly AppFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Values_of_local_settings_are_settings_and_the_environment_is_stronger()
    {
        const string overridden = "AF_HOST_TESTS_OVERRIDDEN";
        _folder.Write("local.settings.json", $$"""
            {
              // comments are allowed
              "IsEncrypted": false,
              "Values": { "Speech__Provider": "offline", "Count": 3, "{{overridden}}": "file", },
            }
            """);
        Environment.SetEnvironmentVariable(overridden, "environment");
        await using var host = await TestHost.StartAsync(_folder);

        var configuration = host.Services.GetRequiredService<IConfiguration>();
        Assert.Equal("offline", configuration["Speech:Provider"]);
        Assert.Equal("3", configuration["Count"]);
        Assert.Equal("environment", configuration[overridden]);
    }

    [Theory]
    [InlineData("local.settings.json", "{", "local.settings.json is not valid JSON: ")]
    [InlineData("local.settings.json", "[]", "local.settings.json must hold a JSON object.")]
    [InlineData("local.settings.json", """{ "IsEncrypted": true }""", "local.settings.json is encrypted; run 'func settings decrypt' where it was made, or write its values again.")]
    [InlineData("local.settings.json", """{ "Values": [] }""", "'Values' in {0}/local.settings.json must be an object of names and strings.")]
    [InlineData("local.settings.json", """{ "Values": { "Speech": { "Key": "k" } } }""", "'Speech' in {0}/local.settings.json must be a string; write nested names with '__', as in 'Speech__Provider'.")]
    [InlineData("appsettings.json", "{ nonsense", "appsettings.json is not valid JSON: ")]
    [InlineData("host.json", "{ nonsense", "host.json is not valid JSON: ")]
    [InlineData("host.json", """{ "extensions": { "durableTask": { "hubName": "my-hub" } } }""", "host.json: hubName 'my-hub' must be 3 to 45 letters and digits and start with a letter.")]
    [InlineData("host.json", """{ "extensions": { "durableTask": { "hubName": "%NO_SUCH_SETTING%" } } }""", "host.json refers to the setting %NO_SUCH_SETTING%, which is not set.")]
    [InlineData("host.json", """{ "extensions": { "durableTask": { "maxConcurrentActivityFunctions": 0 } } }""", "host.json: maxConcurrentActivityFunctions is '0'; use a whole number from 1.")]
    [InlineData("host.json", """{ "extensions": { "durableTask": { "maxConcurrentOrchestratorFunctions": "many" } } }""", "host.json: maxConcurrentOrchestratorFunctions is 'many'; use a whole number from 1.")]
    public async Task A_broken_file_stops_the_start_with_a_sentence(string file, string content, string message)
    {
        _folder.Write(file, content);

        var fault = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(_folder));

        Assert.Contains(message.Replace("{0}", _folder.Path, StringComparison.Ordinal), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_host_json_that_are_not_known_here_are_ignored()
    {
        _folder.Write("host.json", """
            {
              "version": "2.0", // as in Azure
              "logging": { "logLevel": { "default": "Warning" }, "applicationInsights": { "samplingSettings": { "isEnabled": true } } },
              "extensions": { "durableTask": { "hubName": "Other", "storageProvider": { "type": "AzureStorage" } } },
            }
            """);

        await using var host = await TestHost.StartAsync(_folder);

        Assert.Equal("static", await host.Client.GetStringAsync("/api/static"));
    }

    [Fact]
    public async Task A_setting_overrides_host_json_under_the_host_s_own_prefix()
    {
        await using var host = await TestHost.StartAsync(_folder, settings: "--AzureFunctionsJobHost:extensions:http:routePrefix=v2");

        Assert.Equal("static", await host.Client.GetStringAsync("/v2/static"));
    }

    [Theory]
    [InlineData("--LocalRuntime:Port=70000", "LocalRuntime:Port is 70000; use a port from 0 (any free one) to 65535.")]
    [InlineData("--LocalRuntime:Port=http", "A setting of LocalRuntime has a value of the wrong type: ")]
    [InlineData("--LocalRuntime:FunctionAssembly=NoSuchAssembly", "LocalRuntime:FunctionAssembly is 'NoSuchAssembly', which cannot be loaded: ")]
    [InlineData("--AzureWebJobsStorage=", "No storage account: set AzureWebJobsStorage to a connection string ('UseDevelopmentStorage=true' for Azurite on this machine), or AzureWebJobsStorage__blobServiceUri and AzureWebJobsStorage__tableServiceUri to addresses.")]
    [InlineData("--AzureWebJobsStorage=AccountKey=topsecret", "AzureWebJobsStorage is not a storage connection string; for Azurite use 'UseDevelopmentStorage=true'.")]
    public async Task A_wrong_setting_stops_the_start_with_a_sentence(string setting, string message)
    {
        var fault = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(_folder, settings: setting));

        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--AzureWebJobsStorage:accountName=nobody")]
    [InlineData("--AzureWebJobsStorage:blobServiceUri=https://127.0.0.1:1", "--AzureWebJobsStorage:tableServiceUri=https://127.0.0.1:1")]
    public async Task A_storage_account_may_be_named_without_a_key(params string[] settings)
    {
        await using var host = await TestHost.StartAsync(_folder, storage: "", settings: settings);

        Assert.Equal("static", await host.Client.GetStringAsync("/api/static"));
    }

    [Fact]
    public async Task Options_of_the_app_that_do_not_hold_stop_the_start_with_their_sentence()
    {
        var fault = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(_folder, configure: builder =>
            builder.Services.AddOptions<Limits>().Validate(limits => limits.Most > 0, "Limits:Most must be above 0.").ValidateOnStart()));

        Assert.Equal("Limits:Most must be above 0.", fault.Message);
        Assert.IsType<OptionsValidationException>(fault.InnerException);
    }

    private sealed class Limits
    {
        public int Most { get; set; }
    }
}
