using System.Text.Json.Serialization;

namespace LocalRuntime.Functions.Keys;

/// <summary>One key as the Functions host's file secrets write it.</summary>
internal sealed record HostKey(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("value")] string Value,
    [property: JsonPropertyName("encrypted")] bool Encrypted = false);

/// <summary>The content of <c>host.json</c> in the secrets folder.</summary>
internal sealed record HostKeys(
    [property: JsonPropertyName("masterKey")] HostKey Master,
    [property: JsonPropertyName("functionKeys")] IReadOnlyList<HostKey> Functions,
    [property: JsonPropertyName("systemKeys")] IReadOnlyList<HostKey> Systems)
{
    /// <summary>The system key of the Durable HTTP management API.</summary>
    public const string DurableTask = "durabletask_extension";

    [JsonIgnore]
    public string DurableTaskKey => Systems.First(key => key.Name == DurableTask).Value;

    [JsonIgnore]
    public IEnumerable<HostKey> All => [Master, .. Functions, .. Systems];
}
