using System.Collections.Concurrent;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Serialization;
using AudioFunctions.Storage;
using Azure;
using Azure.Storage.Blobs;

namespace AudioFunctions.Sessions;

/// <summary>
/// The scripts of a session, as submitted (<c>.els</c>) and as parsed (<c>.json</c>). Every later step reads the parsed script, so deleting a
/// voice profile can't make it invalid half-way. The first is <c>scripts/{session_id}.els</c>; a replacement is
/// <c>scripts/{session_id}/{script name}.els</c>, and the session row names the current one. Also stores
/// <c>scripts/{session_id}.pronunciations-{run}.json</c>, the project's rules when a run of the production started.
/// </summary>
public sealed class ScriptArchive(BlobServiceClient blobs, SessionStore sessions)
{
    public const string ContainerName = "scripts";

    private const string Pronunciations = "pronunciations";

    /// <summary>A process seldom runs more productions at once.</summary>
    private const int MaxKept = 32;

    private readonly BlobFolder _scripts = new(blobs, ContainerName);
    private readonly ConcurrentDictionary<string, (ETag Version, Script Script)> _kept = new();

    public const string ContentType = "text/plain; charset=utf-8";

    /// <summary>Stores the text of a new session.</summary>
    /// <returns>False if the session already has a text, which stays unchanged.</returns>
    public Task<bool> TryAddTextAsync(string sessionId, ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken) =>
        _scripts.TryAddAsync($"{sessionId}.els", BinaryData.FromBytes(utf8), ContentType, metadata: null, cancellationToken);

    /// <summary>The current script as submitted, UTF-8, or null if there is no such session.</summary>
    public async Task<ReadOnlyMemory<byte>?> FindTextAsync(string sessionId, CancellationToken cancellationToken) =>
        await FindTextAsync(sessionId, (await FindOutlineAsync(sessionId, cancellationToken))?.ScriptName ?? "", cancellationToken);

    /// <param name="scriptName">Name of the version; empty for the first one.</param>
    public async Task<ReadOnlyMemory<byte>?> FindTextAsync(string sessionId, string scriptName, CancellationToken cancellationToken) =>
        (await _scripts.ReadAsync(StemOf(sessionId, scriptName) + ".els", cancellationToken))?.Content.ToMemory();

    /// <summary>Whether the session has a text; a deletion deletes it first.</summary>
    public Task<bool> HasTextAsync(string sessionId, CancellationToken cancellationToken) =>
        _scripts.ExistsAsync($"{sessionId}.els", cancellationToken);

    /// <summary>Stores the session's first script as parsed.</summary>
    /// <returns>The version that was written.</returns>
    public async Task<string> SaveParsedAsync(string sessionId, Script script, CancellationToken cancellationToken)
    {
        var name = $"{sessionId}.json";
        var version = await _scripts.WriteJsonAsync(name, script, cancellationToken);
        Keep(name, version, script);
        return version.ToString();
    }

    /// <summary>The parsed first script in the version that <see cref="SaveParsedAsync"/> wrote, or null if it was overwritten.</summary>
    public async Task<Script?> FindSavedAsync(string sessionId, string version, CancellationToken cancellationToken)
    {
        var name = $"{sessionId}.json";
        if (_kept.TryGetValue(name, out var kept) && kept.Version.ToString() == version)
            return kept.Script;
        var blob = await _scripts.ReadAsync(name, cancellationToken);
        return blob?.Details.ETag.ToString() == version ? BlobFolder.JsonOf<Script>(blob) : null;
    }

    /// <summary>Stores a script that is about to replace the current one. Nobody reads it until the session row names it.</summary>
    public async Task AddVersionAsync(
        string sessionId, string scriptName, ReadOnlyMemory<byte> utf8, Script parsed, CancellationToken cancellationToken)
    {
        var stem = StemOf(sessionId, scriptName);
        await _scripts.TryAddAsync(stem + ".els", BinaryData.FromBytes(utf8), ContentType, metadata: null, cancellationToken);
        await _scripts.WriteJsonAsync(stem + ".json", parsed, cancellationToken);
    }

    /// <summary>Removes a script that didn't become the current one.</summary>
    public async Task RemoveVersionAsync(string sessionId, string scriptName, CancellationToken cancellationToken)
    {
        await _scripts.DeleteAsync(StemOf(sessionId, scriptName) + ".json", cancellationToken);
        await _scripts.DeleteAsync(StemOf(sessionId, scriptName) + ".els", cancellationToken);
    }

    public async Task<Script> ReadParsedAsync(string sessionId, CancellationToken cancellationToken) =>
        (await ReadCurrentAsync(sessionId, cancellationToken)).Script;

    /// <summary>The parsed current script, and the wordings that its beats' rows are named after.</summary>
    public async Task<CurrentScript> ReadCurrentAsync(string sessionId, CancellationToken cancellationToken)
    {
        var outline = await FindOutlineAsync(sessionId, cancellationToken);
        return await FindParsedAsync(sessionId, outline?.ScriptName ?? "", cancellationToken) is { } script
            ? new CurrentScript(script, outline)
            : throw new InvalidOperationException($"scripts/{sessionId}.json is missing: the script of the session was not parsed or was deleted.");
    }

    /// <summary>The script that has replaced the first one; null if none has.</summary>
    public async Task<CurrentScript?> FindReplacementAsync(string sessionId, CancellationToken cancellationToken) =>
        await FindOutlineAsync(sessionId, cancellationToken) is { } outline
        && await FindParsedAsync(sessionId, outline.ScriptName, cancellationToken) is { } script
            ? new CurrentScript(script, outline)
            : null;

    /// <param name="scriptName">Name of the version; empty for the first one.</param>
    /// <returns>Null if it hasn't been parsed yet, or was deleted.</returns>
    public async Task<Script?> FindParsedAsync(string sessionId, string scriptName, CancellationToken cancellationToken)
    {
        // Each beat reads the script, so cache it: a version that this process has read is neither fetched nor parsed again.
        var name = StemOf(sessionId, scriptName) + ".json";
        var known = _kept.TryGetValue(name, out var kept) ? kept.Version : (ETag?)null;
        var (blob, isKnown) = await _scripts.ReadOtherVersionAsync(name, known, cancellationToken);
        if (isKnown)
            return kept.Script;
        if (blob is null)
            return null;

        var script = BlobFolder.JsonOf<Script>(blob)!;
        Keep(name, blob.Details.ETag, script);
        return script;
    }

    private void Keep(string name, ETag version, Script script)
    {
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        _kept[name] = (version, script);
    }

    /// <summary>Stores the pronunciation rules of one run of the production, unless an earlier run of the same step has.</summary>
    public Task<bool> TryAddPronunciationsAsync(
        string sessionId, string run, ProjectPronunciations pronunciations, CancellationToken cancellationToken) =>
        _scripts.TryAddAsync(
            PronunciationsBlob(sessionId, run),
            BinaryData.FromObjectAsJson(pronunciations, ProductJson.Options),
            "application/json",
            metadata: null,
            cancellationToken);

    public async Task<ProjectPronunciations?> FindPronunciationsAsync(string sessionId, string run, CancellationToken cancellationToken) =>
        await _scripts.ReadJsonAsync<ProjectPronunciations>(PronunciationsBlob(sessionId, run), cancellationToken);

    /// <summary>All blobs of a session.</summary>
    public async Task<FoundBlobs> FindAllAsync(string sessionId, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ETag>(StringComparer.Ordinal);
        foreach (var prefix in (string[])[$"{sessionId}.{Pronunciations}-", $"{sessionId}/"])
        {
            foreach (var (name, version) in await _scripts.ListVersionsAsync(prefix, cancellationToken))
                found.Add(name, version);
        }

        // Don't list these by prefix: another session's id may start with this one.
        foreach (var name in (string[])[$"{sessionId}.json", $"{sessionId}.els"])
        {
            if (await _scripts.FindPropertiesAsync(name, cancellationToken) is { } properties)
                found.Add(name, properties.ETag);
        }

        return new FoundBlobs(_scripts, found);
    }

    /// <summary>The session that a blob of the archive belongs to.</summary>
    internal static string SessionIdOf(string blobName)
    {
        var folder = blobName.IndexOf('/', StringComparison.Ordinal);
        var rules = blobName.LastIndexOf($".{Pronunciations}-", StringComparison.Ordinal);
        return folder >= 0 ? blobName[..folder] : rules >= 0 ? blobName[..rules] : Path.GetFileNameWithoutExtension(blobName);
    }

    private static string PronunciationsBlob(string sessionId, string run) => $"{sessionId}.{Pronunciations}-{run}.json";

    private Task<SessionOutline?> FindOutlineAsync(string sessionId, CancellationToken cancellationToken) =>
        sessions.FindOutlineAsync(sessionId, cancellationToken);

    private static string StemOf(string sessionId, string scriptName) => scriptName.Length == 0 ? sessionId : $"{sessionId}/{scriptName}";
}

/// <param name="Outline">Null for the session's first script.</param>
public sealed record CurrentScript(Script Script, SessionOutline? Outline)
{
    /// <summary>The wording of a beat in this script: it names the beat's row.</summary>
    public string WordingOf(string beatId) => Outline?.Find(beatId)?.Wording ?? "";
}
