using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudioFunctions.Cli.Production;

/// <summary>
/// The idempotency key of a run, kept from before the script is handed in until its export is on disk. A run that is cut in between finds it
/// again and goes on with the same session, so that nothing is spoken, and paid for, twice.
/// </summary>
public sealed class RunRecord
{
    private readonly string _path;

    private RunRecord(string path, string idempotencyKey, bool isResumed)
    {
        _path = path;
        IdempotencyKey = idempotencyKey;
        IsResumed = isResumed;
    }

    public string IdempotencyKey { get; }

    /// <summary>Whether an earlier run was cut before it was done.</summary>
    public bool IsResumed { get; }

    /// <summary>The record of an unfinished run of the same script, voice and project; else a new one.</summary>
    public static RunRecord Open(string folder, byte[] script, string provider, string? project)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name(script, provider, project));
        if (ReadKey(path) is { } known)
            return new RunRecord(path, known, isResumed: true);

        var record = new RunRecord(path, Guid.NewGuid().ToString("N"), isResumed: false);
        record.Write();
        return record;
    }

    /// <summary>The next run of the script starts a new session.</summary>
    public void Forget() => File.Delete(_path);

    private static string Name(byte[] script, string provider, string? project)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{provider}\n{project}\n"));
        hash.AppendData(script);
        return $"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}.json";
    }

    private static string? ReadKey(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), RunRecordJson.Default.Content)?.IdempotencyKey is { Length: > 0 } key ? key : null;
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    // The script is only sent once the key is on disk: a crash in between would otherwise start the same production again.
    private void Write()
    {
        var temporary = _path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, new Content(IdempotencyKey), RunRecordJson.Default.Content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
    }

    internal sealed record Content(string IdempotencyKey);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunRecord.Content))]
internal sealed partial class RunRecordJson : JsonSerializerContext;
