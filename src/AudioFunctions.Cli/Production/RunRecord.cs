using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Cli.Supervision;

namespace AudioFunctions.Cli.Production;

/// <summary>
/// The idempotency key of a run, kept from before the script is handed in until its export is on disk. A run that is cut in between finds it
/// again and goes on with the same session, so that nothing is spoken, and paid for, twice. So does one after a run with failed beats.
/// </summary>
public sealed class RunRecord
{
    private readonly string _path;

    private RunRecord(string path, string idempotencyKey, int retry, bool isResumed)
    {
        _path = path;
        IdempotencyKey = idempotencyKey;
        Retry = retry;
        IsResumed = isResumed;
    }

    public string IdempotencyKey { get; }

    /// <summary>1 for the first try of the beats that failed in the session; 0 while it has not been produced.</summary>
    public int Retry { get; private set; }

    /// <summary>Whether an earlier run was cut before it was done.</summary>
    public bool IsResumed { get; }

    /// <summary>The record of an unfinished run of the same script, voice and project; else a new one.</summary>
    public static RunRecord Open(string folder, byte[] script, string provider, string? project)
    {
        // Of two runs at once the first makes the key, and the other finds it: they follow one production.
        using var turn = FileLock.TakeTurn(LockOf(folder));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name(script, provider, project));
        if (Read(path) is { } known)
            return new RunRecord(path, known.IdempotencyKey, known.Retry, isResumed: true);

        var record = new RunRecord(path, Guid.NewGuid().ToString("N"), retry: 0, isResumed: false);
        record.Write();
        return record;
    }

    /// <summary>The next run of the script starts a new session.</summary>
    public void Forget() => File.Delete(_path);

    /// <summary>The next run of the script tries the beats that failed.</summary>
    public void KeepForFailedBeats()
    {
        using var turn = FileLock.TakeTurn(LockOf(Path.GetDirectoryName(_path)!));
        Retry++;
        Write();
    }

    private static string LockOf(string folder) => $"{folder}.lock";

    private static string Name(byte[] script, string provider, string? project)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{provider}\n{project}\n"));
        hash.AppendData(script);
        return $"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}.json";
    }

    private static Content? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), RunRecordJson.Default.Content) is { IdempotencyKey.Length: > 0 } content ? content : null;
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    // The script is only sent once the key is on disk: a crash in between would otherwise start the same production again.
    private void Write() =>
        WholeFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(new Content(IdempotencyKey, Retry), RunRecordJson.Default.Content));

    internal sealed record Content(string IdempotencyKey, int Retry);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunRecord.Content))]
internal sealed partial class RunRecordJson : JsonSerializerContext;
