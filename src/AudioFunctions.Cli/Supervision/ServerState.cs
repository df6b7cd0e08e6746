using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudioFunctions.Cli.Supervision;

/// <summary>What the holder of the server lock publishes to other runs of the same checkout. It remains if the holder is killed.</summary>
/// <param name="ProcessId">The run that started the server.</param>
/// <param name="Serving">Whether the server keeps running after the run's own script, so that other runs can use it.</param>
public sealed record ServerState(int ProcessId, int Port, bool Serving)
{
    public bool IsAlive => Directory.Exists($"/proc/{ProcessId}");

    /// <summary>Null if there is none, or it is incomplete.</summary>
    public static ServerState? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ServerStateJson.Default.ServerState);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public void Write(string path) => WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, ServerStateJson.Default.ServerState));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServerState))]
internal sealed partial class ServerStateJson : JsonSerializerContext;
