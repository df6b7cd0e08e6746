using System.Globalization;
using System.Text.RegularExpressions;
using LocalRuntime.Functions.Hosting;
using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Configuration;

/// <summary>
/// The parts of host.json that the local runtime obeys; it ignores the others. As in Azure, a setting
/// <c>AzureFunctionsJobHost__extensions__durableTask__hubName</c> overrides the file.
/// </summary>
internal sealed partial record HostJson(
    string RoutePrefix, string HubName, int MaxConcurrentActivities, int MaxConcurrentOrchestrators, int MaxConcurrentBlobs, int PoisonBlobThreshold)
{
    private const string Section = "AzureFunctionsJobHost";

    /// <summary>The hub's name where nobody set one, as on a developer's machine with the official tools.</summary>
    private const string DefaultHubName = "TestHubName";

    /// <summary>The file's values under <see cref="Section"/>, to be added below every other source.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> ReadFile(IConfiguration configuration)
    {
        if (AppFiles.Find("host.json", configuration) is not { } path)
            return [];

        try
        {
            using var stream = File.OpenRead(path);
            return [.. new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable()
                .Select(pair => KeyValuePair.Create(ConfigurationPath.Combine(Section, pair.Key), pair.Value))];
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            throw new StartupException($"{path} is not valid JSON: {e.GetBaseException().Message}", e);
        }
    }

    public static HostJson From(IConfiguration configuration)
    {
        var extensions = configuration.GetSection(Section).GetSection("extensions");
        var durable = extensions.GetSection("durableTask");
        var hubName = Resolve(durable["hubName"] ?? DefaultHubName, configuration);
        if (!ValidHubName().IsMatch(hubName))
            throw new StartupException($"host.json: hubName '{hubName}' must be 3 to 45 letters and digits and start with a letter.");

        return new HostJson(
            (extensions.GetSection("http")["routePrefix"] ?? "api").Trim('/'),
            hubName,
            Limit(durable, "maxConcurrentActivityFunctions", 8),
            Limit(durable, "maxConcurrentOrchestratorFunctions", 32),
            Limit(extensions.GetSection("blobs"), "maxDegreeOfParallelism", 8),
            Limit(extensions.GetSection("blobs"), "poisonBlobThreshold", 5));
    }

    /// <summary>The log levels as the section <c>LogLevel</c> that .NET's logging reads.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> LogLevels(IConfiguration configuration) =>
        configuration.GetSection(Section).GetSection("logging:logLevel").GetChildren()
            .Select(level => KeyValuePair.Create($"LogLevel:{level.Key}", level.Value));

    private static string Resolve(string value, IConfiguration configuration) =>
        SettingReference().Replace(value, match => configuration[match.Groups[1].Value]
            ?? throw new StartupException($"host.json refers to the setting {match.Value}, which is not set."));

    private static int Limit(IConfiguration section, string name, int otherwise)
    {
        if (section[name] is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? limit
            : throw new StartupException($"host.json: {name} is '{text}'; use a whole number from 1.");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$")]
    private static partial Regex ValidHubName();

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingReference();
}
