using AudioFunctions.Scripts;
using AudioFunctions.Storage;
using Azure.Storage.Blobs;

namespace AudioFunctions.Sessions;

/// <summary>
/// The script of a session: <c>scripts/{session_id}.els</c> as it was handed in, and <c>scripts/{session_id}.json</c> as it was
/// parsed when the production began, which every later step reads, so that deleting a voice profile cannot make it invalid half-way.
/// </summary>
public sealed class ScriptArchive(BlobServiceClient blobs)
{
    public const string ContainerName = "scripts";

    private readonly BlobFolder _scripts = new(blobs, ContainerName);

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

    public Task SaveParsedAsync(string sessionId, Script script, CancellationToken cancellationToken) =>
        _scripts.WriteJsonAsync($"{sessionId}.json", script, cancellationToken);

    public async Task<Script> ReadParsedAsync(string sessionId, CancellationToken cancellationToken) =>
        await _scripts.ReadJsonAsync<Script>($"{sessionId}.json", cancellationToken)
        ?? throw new InvalidOperationException($"scripts/{sessionId}.json is missing: the script of the session was not parsed or was deleted.");

    public async Task DeleteAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _scripts.DeleteAsync($"{sessionId}.json", cancellationToken);
        await _scripts.DeleteAsync($"{sessionId}.els", cancellationToken);
    }
}
