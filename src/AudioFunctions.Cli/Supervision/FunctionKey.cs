using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudioFunctions.Cli.Supervision;

/// <summary>The function key that the host created at its first start, from <c>host.json</c> in the secrets folder (the official host's format).</summary>
internal static class FunctionKey
{
    /// <summary>Null if the host hasn't created one.</summary>
    public static string? Read(Workspace workspace)
    {
        var path = Path.Combine(workspace.Secrets, "host.json");
        if (!File.Exists(path))
            return null;

        try
        {
            var secrets = JsonSerializer.Deserialize(File.ReadAllBytes(path), SecretsJson.Default.HostSecrets);
            return secrets?.FunctionKeys?.FirstOrDefault(key => key.Name == "default")?.Value;
        }
        catch (JsonException e)
        {
            throw new RunException($"{Workspace.DisplayPath(path)} has no keys that this command can read: delete it, and the next start creates new ones.", e);
        }
    }
}

internal sealed record HostSecrets(IReadOnlyList<HostKey>? FunctionKeys);

internal sealed record HostKey(string? Name, string? Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HostSecrets))]
internal sealed partial class SecretsJson : JsonSerializerContext;
