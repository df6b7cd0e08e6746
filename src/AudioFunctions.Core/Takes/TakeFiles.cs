using System.Globalization;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Takes;

/// <summary>
/// The blobs of takes, in container <c>audio-production</c>, and the index of their responses, in container <c>speech-answers</c>.
/// </summary>
public sealed partial class TakeFiles(BlobServiceClient blobs)
{
    public const string ContainerName = TakeKey.ContainerName;

    private const string AudioType = "audio/mpeg";
    private const string JsonType = "application/json";
    private const string Billed = "billed_characters";
    private const string CopyOf = "copy_of";
    private const string Dialogue = "dialogue";

    private readonly BlobFolder _folder = new(blobs, ContainerName);
    private readonly ResponseIndex _responses = new(new BlobFolder(blobs, ContainerName), new BlobFolder(blobs, ResponseIndex.ContainerName));

    /// <summary>Which stored take has which of the speech service's responses.</summary>
    internal ResponseIndex Responses => _responses;

    /// <inheritdoc cref="ResponseIndex.RemoveLeftClaimsAsync"/>
    public Task<int> RemoveLeftClaimsAsync(string prefix, DateTimeOffset writtenBefore, CancellationToken cancellationToken) =>
        _responses.RemoveLeftClaimsAsync(prefix, writtenBefore, cancellationToken);

    /// <summary>Returns if the blobs can be read. Creates the container if it doesn't exist.</summary>
    public Task RequireReadableAsync(CancellationToken cancellationToken) => _folder.ExistsAsync("health", cancellationToken);

    /// <summary>Stores the plan.</summary>
    /// <returns>False if another run of the same step stored one first; that one is kept.</returns>
    public Task<bool> TryAddPlanAsync(TakeKey take, TakePlan plan, CancellationToken cancellationToken) =>
        _folder.TryAddAsync(
            take.PlanBlob, BinaryData.FromObjectAsJson(plan, ProductJson.Options), JsonType, metadata: null, cancellationToken);

    /// <summary>Stores the plan and acquires the lease of the take, in one write.</summary>
    /// <inheritdoc cref="TryAddPlanAsync(TakeKey, TakePlan, CancellationToken)"/>
    internal static Task<bool> TryAddPlanAsync(TakeLease lease, TakePlan plan, CancellationToken cancellationToken) =>
        lease.TryAddAsync(BinaryData.FromObjectAsJson(plan, ProductJson.Options), JsonType, cancellationToken);

    internal async Task<TakeLease> LeaseAsync(TakeKey take, TimeProvider clock, ILogger logger, CancellationToken cancellationToken) =>
        new(await _folder.BlobAsync(take.PlanBlob, cancellationToken), clock, logger);

    public async Task<TakePlan?> FindPlanAsync(TakeKey take, CancellationToken cancellationToken) =>
        await _folder.ReadJsonAsync<TakePlan>(take.PlanBlob, cancellationToken);

    public async Task<TakePlan> ReadPlanAsync(TakeKey take, CancellationToken cancellationToken) =>
        await FindPlanAsync(take, cancellationToken) ?? throw Missing(take.PlanBlob);

    /// <summary>
    /// Stores a response with the data from its headers, in one write. An existing response is kept, because a take may have been made from it.
    /// </summary>
    /// <param name="isIndexed">Whether the response's ids are already claimed for it, so the index has them.</param>
    public Task SaveRawAsync(TakeKey take, int segment, RawSpeech raw, bool isIndexed, CancellationToken cancellationToken)
    {
        var name = take.RawBlob(segment);
        return Task.WhenAll(
            _folder.TryAddAsync(name, BinaryData.FromBytes(raw.Body), JsonType, MetadataOf(raw), cancellationToken),
            isIndexed ? Task.CompletedTask : _responses.AddAsync(raw.Ids, name, cancellationToken));
    }

    private static Dictionary<string, string> MetadataOf(RawSpeech raw)
    {
        var metadata = new Dictionary<string, string> { ["provider"] = raw.Provider, ["model"] = raw.Model };
        if (raw.BilledCharacters is { } billed)
            metadata[Billed] = billed.ToString(CultureInfo.InvariantCulture);
        if (raw.CopyOf is { } source)
            metadata[CopyOf] = source;
        if (raw.IsDialogue)
            metadata[Dialogue] = "true";
        ResponseIndex.Write(raw, metadata);
        return metadata;
    }

    private static string BeatPrefix(string sessionId, string beatId) => $"{sessionId}/{beatId}_";

    public Task<bool> HasRawAsync(TakeKey take, int segment, CancellationToken cancellationToken) =>
        _folder.ExistsAsync(take.RawBlob(segment), cancellationToken);

    /// <summary>Whether the plan of a take and the responses of all its segments are stored.</summary>
    public async Task<bool> HasSpeechAsync(TakeKey take, int segments, CancellationToken cancellationToken)
    {
        var blobs = Enumerable.Range(0, segments).Select(take.RawBlob).Prepend(take.PlanBlob);
        var areStored = await Task.WhenAll(blobs.Select(blob => _folder.ExistsAsync(blob, cancellationToken)));
        return areStored.All(isStored => isStored);
    }

    /// <summary>As <see cref="HasRawAsync"/>; also completes the index if a run crashed between storing the response and indexing it.</summary>
    public async Task<bool> HasIndexedRawAsync(TakeKey take, int segment, CancellationToken cancellationToken)
    {
        if (await _folder.FindMetadataAsync(take.RawBlob(segment), cancellationToken) is not { } metadata)
            return false;

        await _responses.AddAsync(ResponseIndex.IdsIn(metadata), take.RawBlob(segment), cancellationToken);
        return true;
    }

    internal Task<RequestNote?> FindRequestAsync(TakeKey take, int segment, CancellationToken cancellationToken) =>
        _folder.ReadJsonAsync<RequestNote>(take.RequestBlob(segment), cancellationToken);

    /// <param name="note">Null: no request is open.</param>
    internal Task NoteRequestAsync(TakeKey take, int segment, RequestNote? note, CancellationToken cancellationToken) => note is null
        ? _folder.DeleteAsync(take.RequestBlob(segment), cancellationToken)
        : _folder.WriteJsonAsync(take.RequestBlob(segment), note, cancellationToken);

    /// <summary>Stores the note of a segment's first request.</summary>
    /// <returns>False if there is already a note; it is kept.</returns>
    internal Task<bool> TryAddRequestAsync(TakeKey take, int segment, RequestNote note, CancellationToken cancellationToken) =>
        _folder.TryAddAsync(
            take.RequestBlob(segment), BinaryData.FromObjectAsJson(note, ProductJson.Options), JsonType, metadata: null, cancellationToken);

    public async Task<RawSpeech> ReadRawAsync(TakeKey take, int segment, CancellationToken cancellationToken) =>
        await FindRawAsync(take, segment, cancellationToken) ?? throw Missing(take.RawBlob(segment));

    /// <summary>The response, or null if it isn't stored.</summary>
    public async Task<RawSpeech?> FindRawAsync(TakeKey take, int segment, CancellationToken cancellationToken)
    {
        if (await _folder.ReadAsync(take.RawBlob(segment), cancellationToken) is not { } blob)
            return null;

        var metadata = blob.Details.Metadata;
        return new RawSpeech(
            blob.Content.ToMemory(),
            metadata["provider"],
            metadata["model"],
            BilledIn(metadata),
            metadata.TryGetValue(ResponseIndex.RequestId, out var request) ? request : null,
            metadata.TryGetValue(ResponseIndex.HistoryItemId, out var item) ? item : null)
        {
            CopyOf = metadata.TryGetValue(CopyOf, out var source) ? source : null,
            IsDialogue = metadata.ContainsKey(Dialogue),
        };
    }

    private static int? BilledIn(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(Billed, out var count) ? int.Parse(count, CultureInfo.InvariantCulture) : null;

    /// <summary>Stores the metadata; existing metadata is kept, because the take's record may have been made from it.</summary>
    public Task AddMetadataAsync(TakeKey take, TakeMetadata metadata, CancellationToken cancellationToken) =>
        _folder.TryAddAsync(
            take.MetadataBlob, BinaryData.FromObjectAsJson(metadata, ProductJson.Options), JsonType, metadata: null, cancellationToken);

    public async Task<TakeMetadata> ReadMetadataAsync(TakeKey take, CancellationToken cancellationToken) =>
        await FindMetadataAsync(take, cancellationToken) ?? throw Missing(take.MetadataBlob);

    public async Task<TakeMetadata?> FindMetadataAsync(TakeKey take, CancellationToken cancellationToken) =>
        await _folder.ReadJsonAsync<TakeMetadata>(take.MetadataBlob, cancellationToken);

    /// <summary>Stores data about a take that was determined later; existing data is kept, because it is the same.</summary>
    public Task AddTimingsAsync(TakeKey take, TakeTimings timings, CancellationToken cancellationToken) =>
        _folder.TryAddAsync(
            take.TimingsBlob, BinaryData.FromObjectAsJson(timings, ProductJson.Options), JsonType, metadata: null, cancellationToken);

    public Task<TakeTimings?> FindTimingsAsync(TakeKey take, CancellationToken cancellationToken) =>
        _folder.ReadJsonAsync<TakeTimings>(take.TimingsBlob, cancellationToken);

    /// <summary>Stores the recording; an existing one is kept, because it may already be measured or be playing.</summary>
    /// <returns>Whether this recording was stored.</returns>
    public async Task<bool> AddAudioAsync(TakeKey take, string path, CancellationToken cancellationToken)
    {
        await using var audio = File.OpenRead(path);
        return await _folder.TryAddAsync(take.AudioBlob, audio, AudioType, metadata: null, cancellationToken);
    }

    public async Task LoadAudioAsync(TakeKey take, string path, CancellationToken cancellationToken) =>
        await (await _folder.BlobAsync(take.AudioBlob, cancellationToken)).DownloadToAsync(path, cancellationToken);

    public async Task<BinaryData> ReadAudioAsync(TakeKey take, CancellationToken cancellationToken) =>
        (await (await AudioAsync(take, cancellationToken)).DownloadContentAsync(cancellationToken)).Value.Content;

    /// <summary>The finished recording of a take.</summary>
    public Task<BlobClient> AudioAsync(TakeKey take, CancellationToken cancellationToken) => _folder.BlobAsync(take.AudioBlob, cancellationToken);

    /// <summary>Whether the take has been assembled: its metadata is written after its recording.</summary>
    public Task<bool> IsFinishedAsync(TakeKey take, CancellationToken cancellationToken) => _folder.ExistsAsync(take.MetadataBlob, cancellationToken);

    /// <summary>Copies a response to another take. It was billed for the first one, so the copy's cost is 0.</summary>
    /// <returns>False if there is none of this provider and model.</returns>
    public Task<bool> TryCopyRawAsync(TakeKey from, TakeKey to, int segment, string provider, string model, CancellationToken cancellationToken) =>
        TryCopyRawAsync(from, segment, to, segment, said => said["provider"] == provider && said["model"] == model, cancellationToken);

    /// <summary>As <see cref="TryCopyRawAsync(TakeKey, TakeKey, int, string, string, CancellationToken)"/>, to another segment.</summary>
    /// <returns>False if there is none.</returns>
    public Task<bool> TryCopyRawAsync(TakeKey from, int segment, TakeKey to, int toSegment, CancellationToken cancellationToken) =>
        TryCopyRawAsync(from, segment, to, toSegment, _ => true, cancellationToken);

    private async Task<bool> TryCopyRawAsync(
        TakeKey from, int segment, TakeKey to, int toSegment, Predicate<IDictionary<string, string>> isWanted, CancellationToken cancellationToken)
    {
        var metadata = await _folder.FindMetadataAsync(from.RawBlob(segment), cancellationToken);
        if (metadata is null || !isWanted(metadata))
            return false;

        metadata[Billed] = "0";
        metadata.Remove(CopyOf);
        metadata.Remove(UsedBy);
        return await _folder.TryAddCopyAsync(from.RawBlob(segment), to.RawBlob(toSegment), metadata, cancellationToken);
    }

    /// <summary>Copies the recording with everything else that assembling made; the metadata last.</summary>
    /// <returns>False if the take isn't finished, or was deleted in the meantime.</returns>
    public async Task<bool> TryCopyFinishedAsync(TakeKey from, TakeKey to, CancellationToken cancellationToken)
    {
        var names = await _folder.ListAsync(from.BlobPrefix, cancellationToken);
        if (!names.Contains(from.AudioBlob) || await FindMetadataAsync(from, cancellationToken) is not { } metadata)
            return false;

        foreach (var name in names)
        {
            if (IsOfSpeaking(from, name) || name == from.MetadataBlob)
                continue;
            if (!await _folder.TryCopyAsync(name, to.BlobPrefix + name[from.BlobPrefix.Length..], metadata: null, cancellationToken))
                return false;
        }

        await AddMetadataAsync(to, metadata with { BilledCharacters = 0 }, cancellationToken);
        return true;
    }

    public async Task<TakeBlobs> FindAllAsync(string sessionId, CancellationToken cancellationToken)
    {
        var responses = await _folder.ListMetadataAsync($"{sessionId}/", cancellationToken);
        return new TakeBlobs(
            sessionId,
            await _folder.FindAllAsync($"{sessionId}/", cancellationToken),
            [.. responses.Values.SelectMany(ResponseIndex.IdsIn).Distinct()]);
    }

    /// <summary>Deletes the blobs, but first the index entries of their responses.</summary>
    public async Task DeleteAsync(TakeBlobs found, CancellationToken cancellationToken)
    {
        await _responses.RemoveAsync(found.ResponseIds, $"{found.SessionId}/", cancellationToken);
        await found.Blobs.DeleteAsync(cancellationToken);
    }

    /// <summary>Whether the blob was made before the segments were assembled.</summary>
    private static bool IsOfSpeaking(TakeKey take, string name) =>
        name == take.PlanBlob
        || name.StartsWith(take.RawBlobPrefix, StringComparison.Ordinal)
        || name.StartsWith(take.UnusableBlobPrefix, StringComparison.Ordinal)
        || name.StartsWith(take.RequestBlobPrefix, StringComparison.Ordinal);

    private static InvalidOperationException Missing(string blob) =>
        new($"{ContainerName}/{blob} is missing: an earlier step did not run, or it was deleted.");
}

/// <summary>The blobs of a session in the container of takes.</summary>
/// <param name="ResponseIds">The speech service's ids of the responses among them.</param>
public sealed record TakeBlobs(string SessionId, FoundBlobs Blobs, IReadOnlyList<string> ResponseIds);
