using System.Collections.Concurrent;
using AudioFunctions.Scripts;
using AudioFunctions.Storage;
using Azure;
using Azure.Storage.Blobs;

namespace AudioFunctions.Sessions;

/// <summary>
/// The script of a session: <c>scripts/{session_id}.els</c> as it was handed in, and <c>scripts/{session_id}.json</c> as it was
/// parsed when the production began, which every later step reads, so that deleting a voice profile cannot make it invalid half-way.
/// </summary>
public sealed class ScriptArchive(BlobServiceClient blobs)
{
    public const string ContainerName = "scripts";

    /// <summary>More productions are seldom under way at once in one process.</summary>
    private const int MaxKept = 32;

    private readonly BlobFolder _scripts = new(blobs, ContainerName);
    private readonly ConcurrentDictionary<string, (ETag Version, Script Script)> _kept = new();

    public const string ContentType = "text/plain; charset=utf-8";

    /// <summary>Stores the text of a new session.</summary>
    /// <returns>False if the session has a text already; it is left as it was.</returns>
    public Task<bool> TryAddTextAsync(string sessionId, ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken) =>
        _scripts.TryAddAsync($"{sessionId}.els", BinaryData.FromBytes(utf8), ContentType, metadata: null, cancellationToken);

    /// <summary>UTF-8 as it was handed in, or null if there is no such session.</summary>
    public async Task<ReadOnlyMemory<byte>?> FindTextAsync(string sessionId, CancellationToken cancellationToken) =>
        (await _scripts.ReadAsync($"{sessionId}.els", cancellationToken))?.Content.ToMemory();

    /// <summary>Whether the session has a text; a deletion takes it first.</summary>
    public Task<bool> HasTextAsync(string sessionId, CancellationToken cancellationToken) =>
        _scripts.ExistsAsync($"{sessionId}.els", cancellationToken);

    /// <returns>The version that was written.</returns>
    public async Task<string> SaveParsedAsync(string sessionId, Script script, CancellationToken cancellationToken)
    {
        var version = await _scripts.WriteJsonAsync($"{sessionId}.json", script, cancellationToken);
        Keep(sessionId, version, script);
        return version.ToString();
    }

    /// <summary>The parsed script in the version that <see cref="SaveParsedAsync"/> wrote, or null if that does not stand any more.</summary>
    public async Task<Script?> FindParsedAsync(string sessionId, string version, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(sessionId, out var kept) && kept.Version.ToString() == version)
            return kept.Script;
        var blob = await _scripts.ReadAsync($"{sessionId}.json", cancellationToken);
        return blob?.Details.ETag.ToString() == version ? BlobFolder.JsonOf<Script>(blob) : null;
    }

    /// <summary>Each beat reads its script: a version that this process has read before is neither fetched nor parsed again.</summary>
    public async Task<Script> ReadParsedAsync(string sessionId, CancellationToken cancellationToken)
    {
        var name = $"{sessionId}.json";
        var known = _kept.TryGetValue(sessionId, out var kept) ? kept.Version : (ETag?)null;
        var (blob, isKnown) = await _scripts.ReadOtherVersionAsync(name, known, cancellationToken);
        if (isKnown)
            return kept.Script;
        if (blob is null)
            throw new InvalidOperationException($"scripts/{name} is missing: the script of the session was not parsed or was deleted.");

        var script = BlobFolder.JsonOf<Script>(blob)!;
        Keep(sessionId, blob.Details.ETag, script);
        return script;
    }

    private void Keep(string sessionId, ETag version, Script script)
    {
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        _kept[sessionId] = (version, script);
    }

    public async Task DeleteAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _scripts.DeleteAsync($"{sessionId}.json", cancellationToken);
        await _scripts.DeleteAsync($"{sessionId}.els", cancellationToken);
    }
}
