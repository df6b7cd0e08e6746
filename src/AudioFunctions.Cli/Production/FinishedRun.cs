using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Cli.Supervision;

namespace AudioFunctions.Cli.Production;

/// <summary>The session of the last completed run of a script file, whose takes are reused for unchanged beats.</summary>
public sealed record FinishedRun(string SessionId)
{
    /// <summary>The session to reuse takes from; null if no run has completed.</summary>
    /// <param name="scriptPath">Full path.</param>
    public static string? SessionToReuse(string folder, string scriptPath) => Read(PathOf(folder, scriptPath))?.SessionId;

    /// <param name="scriptPath">Full path.</param>
    public static void Write(string folder, string scriptPath, string sessionId)
    {
        // Two runs of one script may end at the same time.
        using var turn = FileLock.TakeTurn($"{folder}.lock");
        Directory.CreateDirectory(folder);
        WholeFile.Write(PathOf(folder, scriptPath), JsonSerializer.SerializeToUtf8Bytes(new FinishedRun(sessionId), FinishedRunJson.Default.FinishedRun));
    }

    /// <summary>Null if there is none, or it is incomplete.</summary>
    private static FinishedRun? Read(string path)
    {
        try
        {
            var run = JsonSerializer.Deserialize(File.ReadAllBytes(path), FinishedRunJson.Default.FinishedRun);
            return run is { SessionId.Length: > 0 } ? run : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    private static string PathOf(string folder, string scriptPath) =>
        Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(scriptPath)).AsSpan(0, 16))}.json");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FinishedRun))]
internal sealed partial class FinishedRunJson : JsonSerializerContext;
