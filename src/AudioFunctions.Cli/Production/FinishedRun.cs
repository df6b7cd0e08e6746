using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudioFunctions.Cli.Production;

/// <summary>The session of the last run of a script file that was delivered: an edited script is spoken only where it has changed since.</summary>
/// <param name="ScriptHash">Of the script as it was then.</param>
public sealed record FinishedRun(string SessionId, string ScriptHash)
{
    /// <summary>
    /// The session whose takes may serve for the script as it is now. Null where no run has finished, and where the script is the same as
    /// then: who runs it again without an edit wants it spoken again.
    /// </summary>
    /// <param name="scriptPath">Full path.</param>
    public static string? SessionToReuse(string folder, string scriptPath, byte[] script) =>
        Read(PathOf(folder, scriptPath)) is { } run && run.ScriptHash != HashOf(script) ? run.SessionId : null;

    /// <param name="scriptPath">Full path.</param>
    public static void Write(string folder, string scriptPath, byte[] script, string sessionId)
    {
        Directory.CreateDirectory(folder);
        var run = new FinishedRun(sessionId, HashOf(script));
        File.WriteAllBytes(PathOf(folder, scriptPath), JsonSerializer.SerializeToUtf8Bytes(run, FinishedRunJson.Default.FinishedRun));
    }

    /// <summary>Null where there is none, or one that was cut short.</summary>
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

    private static string PathOf(string folder, string scriptPath) => Path.Combine(folder, $"{HashOf(Encoding.UTF8.GetBytes(scriptPath))}.json");

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FinishedRun))]
internal sealed partial class FinishedRunJson : JsonSerializerContext;
