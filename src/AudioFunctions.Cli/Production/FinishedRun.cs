using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Cli.Supervision;

namespace AudioFunctions.Cli.Production;

/// <summary>The session of the last run of a script file that was delivered: the script is spoken only if it has changed since.</summary>
public sealed record FinishedRun(string SessionId)
{
    /// <summary>The session whose takes may serve for the script as it is now; null if no run has finished.</summary>
    /// <param name="scriptPath">Full path.</param>
    public static string? SessionToReuse(string folder, string scriptPath) => Read(PathOf(folder, scriptPath))?.SessionId;

    /// <param name="scriptPath">Full path.</param>
    public static void Write(string folder, string scriptPath, string sessionId)
    {
        // Two runs of one script may end at once.
        using var turn = FileLock.TakeTurn($"{folder}.lock");
        Directory.CreateDirectory(folder);
        WholeFile.Write(PathOf(folder, scriptPath), JsonSerializer.SerializeToUtf8Bytes(new FinishedRun(sessionId), FinishedRunJson.Default.FinishedRun));
    }

    /// <summary>Null if there is none, or one that was cut short.</summary>
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
