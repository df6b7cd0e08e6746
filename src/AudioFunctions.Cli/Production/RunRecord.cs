using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Cli.Supervision;

namespace AudioFunctions.Cli.Production;

/// <summary>
/// The idempotency key of a run, stored from before the script is sent until its export is on disk. If a run is interrupted or has failed
/// beats, the next run finds the key and continues the same session, so that nothing is spoken and paid for twice.
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

    /// <summary>The number of the current retry of failed beats: 1 for the first; 0 before the production has ended.</summary>
    public int Retry { get; private set; }

    /// <summary>Whether an earlier run was interrupted.</summary>
    public bool IsResumed { get; }

    /// <summary>The record of an unfinished run of the same script, voice and project; else a new one.</summary>
    public static RunRecord Open(string folder, byte[] script, string provider, string? project)
    {
        // If two runs start at the same time, the first creates the key and the other finds it, so both follow one production.
        using var turn = FileLock.TakeTurn(LockOf(folder));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name(script, provider, project));
        if (Read(path) is { } known)
            return new RunRecord(path, known.IdempotencyKey, known.Retry, isResumed: true);

        var record = new RunRecord(path, Guid.NewGuid().ToString("N"), retry: 0, isResumed: false);
        record.Write();
        return record;
    }

    /// <summary>Makes the next run of the script start a new session.</summary>
    public void Forget() => File.Delete(_path);

    /// <summary>Makes the next run of the script retry the failed beats.</summary>
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

    // The key must be on disk before the script is sent; otherwise a crash in between would start the same production again.
    private void Write() =>
        WholeFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(new Content(IdempotencyKey, Retry), RunRecordJson.Default.Content));

    internal sealed record Content(string IdempotencyKey, int Retry);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunRecord.Content))]
internal sealed partial class RunRecordJson : JsonSerializerContext;
