using AudioFunctions.LocalHost.Configuration;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Tests.Configuration;

public sealed class HostJsonTests
{
    [Theory]
    [InlineData("{}", "api")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "" } } }""", "")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "/v1/api/" } } }""", "v1/api")]
    public void The_route_prefix_is_api_unless_the_file_sets_it(string json, string prefix) =>
        Assert.Equal(prefix, Of(json).RoutePrefix);

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{ "telemetryMode": "ApplicationInsights" }""", false)]
    [InlineData("""{ "telemetryMode": "openTelemetry" }""", true)]
    public void OpenTelemetry_is_used_if_the_file_sets_telemetryMode(string json, bool isUsed) =>
        Assert.Equal(isUsed, Of(json).UsesOpenTelemetry);

    [Fact]
    public void Every_value_has_its_path_in_the_section_of_the_extensions()
    {
        var values = Of("""{ "version": "2.0", "extensions": { "durableTask": { "hubName": "Hub", "list": [ 1.5, true ] } } }""").Settings();

        Assert.Equal(
            [
                ("AzureFunctionsJobHost:extensions:durableTask:hubName", "Hub"),
                ("AzureFunctionsJobHost:extensions:durableTask:list:0", "1.5"),
                ("AzureFunctionsJobHost:extensions:durableTask:list:1", "True"),
                ("AzureFunctionsJobHost:version", "2.0"),
            ],
            values.Select(pair => (pair.Key, pair.Value!)).Order());
    }

    [Fact]
    public void Log_levels_keep_the_case_of_their_categories()
    {
        var levels = Of("""{ "logging": { "logLevel": { "default": "Warning", "My.App": "Debug" } } }""").LogLevels();

        Assert.Equal([("LogLevel:default", "Warning"), ("LogLevel:My.App", "Debug")], levels.Select(pair => (pair.Key, pair.Value!)));
    }

    [Fact]
    public void Only_settings_without_effect_are_reported()
    {
        var ignored = Of("""
            {
              "version": "2.0",
              "telemetryMode": "OpenTelemetry",
              "functionTimeout": "00:05:00",
              "logging": { "logLevel": { "default": "Warning" }, "applicationInsights": { "samplingSettings": { "isEnabled": true } } },
              "extensions": {
                "http": { "routePrefix": "api", "hsts": { "isEnabled": true } },
                "durableTask": { "hubName": "Hub" },
                "blobs": { "maxDegreeOfParallelism": 4 }
              }
            }
            """).Ignored();

        Assert.Equal(
            ["extensions.http.hsts.isEnabled", "functionTimeout", "logging.applicationInsights.samplingSettings.isEnabled"], ignored);
    }

    private static HostJson Of(string json) => new(JObject.Parse(json));
}
