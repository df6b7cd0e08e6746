using System.Text.Json;

namespace AudioFunctions.Cli.Supervision;

/// <summary>The function key the app made at its first start, from <c>host.json</c> in the secrets folder (the Functions host's format).</summary>
internal static class FunctionKey
{
    /// <summary>Null where the app has not made one.</summary>
    public static string? Read(Workspace workspace)
    {
        var path = Path.Combine(workspace.Secrets, "host.json");
        if (!File.Exists(path))
            return null;

        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return json.RootElement.GetProperty("functionKeys").EnumerateArray()
            .FirstOrDefault(key => key.GetProperty("name").GetString() == "default") is { ValueKind: JsonValueKind.Object } key
            ? key.GetProperty("value").GetString()
            : null;
    }
}
