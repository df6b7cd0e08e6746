using System.Globalization;
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
    /// <param name="path">The file may be absent.</param>
    /// <exception cref="StartupException">The file is invalid.</exception>
    public static LocalSettings Read(string path)
    {
        JObject root;
        try
        {
            root = File.Exists(path) ? JObject.Parse(File.ReadAllText(path)) : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} can't be read: {e.Message} Correct it, or start again from local.settings.sample.json.", e);
        }

        if (root.Value<bool?>("IsEncrypted") is true)
            throw new StartupException($"{path} is encrypted: run 'func settings decrypt' on the machine that wrote it, or enter its values again.");

        var values = Texts(path, root, "Values").ToDictionary();
        foreach (var (name, value) in Texts(path, root, "ConnectionStrings"))
            values[$"ConnectionStrings__{name}"] = value;
        var host = root["Host"] as JObject ?? [];
        return new LocalSettings(
            values,
            host["LocalHttpPort"] is { } port ? HostOptions.ParsePort(port.ToString()) : null,
            [
                .. NamesOf(root).Except(["IsEncrypted", "Values", "ConnectionStrings", "Host"]),
                .. NamesOf(host).Except(["LocalHttpPort"]).Select(name => $"Host.{name}"),
            ]);
    }

    /// <summary>Sets the variables that aren't set yet in this process; child processes inherit them.</summary>
    public void Apply()
    {
        foreach (var (name, value) in Values.Where(pair => Environment.GetEnvironmentVariable(pair.Key) is null))
            Environment.SetEnvironmentVariable(name, value);
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts(string path, JObject root, string section) =>
        (root[section] ?? new JObject()) is JObject entries
            ? entries.Properties().Select(entry => entry.Value is JValue value
                ? KeyValuePair.Create(entry.Name, value.ToString(CultureInfo.InvariantCulture))
                : throw new StartupException($"'{entry.Name}' in {path} must be a string; write nested names with '__', as in 'Section__Name'."))
            : throw new StartupException($"'{section}' in {path} must be an object of names and strings.");

    private static IEnumerable<string> NamesOf(JObject json) => json.Properties().Select(property => property.Name);
}
