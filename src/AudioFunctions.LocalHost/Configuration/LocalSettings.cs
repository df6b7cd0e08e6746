using AudioFunctions.LocalHost.Hosting;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Configuration;

/// <summary>
/// local.settings.json, as Core Tools reads it: each of its <c>Values</c> becomes an environment variable of host and worker, unless one of
/// that name exists; <c>ConnectionStrings</c> too, prefixed with their section's name; <c>Host.LocalHttpPort</c> is the port.
/// </summary>
internal sealed record LocalSettings(IReadOnlyDictionary<string, string> Values, int? Port, IReadOnlyList<string> Ignored)
{
    private static readonly LocalSettings None = new(new Dictionary<string, string>(), null, []);

    /// <exception cref="StartupException">The file exists but is invalid.</exception>
    public static LocalSettings Read(string path)
    {
        if (!File.Exists(path))
            return None;

        JObject root;
        try
        {
            root = JObject.Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} can't be read: {e.Message} Correct it, or start again from local.settings.sample.json.", e);
        }

        if (root.Value<bool?>("IsEncrypted") is true)
            throw new StartupException($"{path} is encrypted: run 'func settings decrypt' on the machine that wrote it, or enter its values again.");

        var values = new Dictionary<string, string>(Texts(path, root, "Values"));
        foreach (var (name, value) in Texts(path, root, "ConnectionStrings"))
            values[$"ConnectionStrings__{name}"] = value;
        var host = root["Host"] as JObject ?? [];
        return new LocalSettings(values, PortOf(host), [.. IgnoredOf(root, host)]);
    }

    /// <summary>Sets the variables that aren't set yet in this process; child processes inherit them.</summary>
    public void Apply()
    {
        foreach (var (name, value) in Values)
        {
            if (Environment.GetEnvironmentVariable(name) is null)
                Environment.SetEnvironmentVariable(name, value);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts(string path, JObject root, string section)
    {
        if (root[section] is not { } token)
            yield break;
        if (token is not JObject entries)
            throw new StartupException($"'{section}' in {path} must be an object of names and strings.");

        foreach (var entry in entries.Properties())
        {
            if (entry.Value is not JValue value)
                throw new StartupException($"'{entry.Name}' in {path} must be a string; write nested names with '__', as in 'Section__Name'.");
            yield return KeyValuePair.Create(entry.Name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static int? PortOf(JObject host) => host["LocalHttpPort"] is { } port ? HostOptions.ParsePort(port.ToString()) : null;

    private static IEnumerable<string> IgnoredOf(JObject root, JObject host) =>
        root.Properties().Select(property => property.Name).Except(["IsEncrypted", "Values", "ConnectionStrings", "Host"])
            .Concat(host.Properties().Select(property => property.Name).Except(["LocalHttpPort"]).Select(name => $"Host.{name}"));
}
