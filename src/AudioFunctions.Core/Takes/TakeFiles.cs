using System.Globalization;
using AudioFunctions.Serialization;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using Azure.Storage.Blobs;

namespace AudioFunctions.Takes;

/// <summary>The blobs of takes, in container <c>audio-production</c>.</summary>
public sealed class TakeFiles(BlobServiceClient blobs)
{
    public const string ContainerName = "audio-production";

    private const string AudioType = "audio/mpeg";
    private const string JsonType = "application/json";

    private readonly BlobFolder _folder = new(blobs, ContainerName);

    /// <summary>Stores the plan.</summary>
    /// <returns>False where another run of the same step stored one first; it is left as it was.</returns>
    public Task<bool> TryAddPlanAsync(TakeKey take, TakePlan plan, CancellationToken cancellationToken) =>
        _folder.TryAddAsync(
            take.PlanBlob, BinaryData.FromObjectAsJson(plan, ProductJson.Options), JsonType, metadata: null, cancellationToken);

    public async Task<TakePlan?> FindPlanAsync(TakeKey take, CancellationToken cancellationToken) =>
        await _folder.ReadJsonAsync<TakePlan>(take.PlanBlob, cancellationToken);

    public async Task<TakePlan> ReadPlanAsync(TakeKey take, CancellationToken cancellationToken) =>
        await FindPlanAsync(take, cancellationToken) ?? throw Missing(take.PlanBlob);

    /// <summary>
    /// Stores an answer with what its headers said, in one write. An answer that is there already is kept: a take may have been made of it.
    /// </summary>
    public Task SaveRawAsync(TakeKey take, int segment, RawSpeech raw, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string> { ["provider"] = raw.Provider, ["model"] = raw.Model };
        if (raw.BilledCharacters is { } billed)
            metadata["billed_characters"] = billed.ToString(CultureInfo.InvariantCulture);
        if (raw.RequestId is { } requestId)
            metadata["request_id"] = requestId;
        return _folder.TryAddAsync(take.RawBlob(segment), BinaryData.FromBytes(raw.Body), JsonType, metadata, cancellationToken);
    }

    public Task<bool> HasRawAsync(TakeKey take, int segment, CancellationToken cancellationToken) =>
        _folder.ExistsAsync(take.RawBlob(segment), cancellationToken);

    public async Task<RawSpeech> ReadRawAsync(TakeKey take, int segment, CancellationToken cancellationToken) =>
        await FindRawAsync(take, segment, cancellationToken) ?? throw Missing(take.RawBlob(segment));

    /// <summary>The answer, or null where it is not stored.</summary>
    public async Task<RawSpeech?> FindRawAsync(TakeKey take, int segment, CancellationToken cancellationToken)
    {
        if (await _folder.ReadAsync(take.RawBlob(segment), cancellationToken) is not { } blob)
            return null;

        var metadata = blob.Details.Metadata;
        int? billed = metadata.TryGetValue("billed_characters", out var count) ? int.Parse(count, CultureInfo.InvariantCulture) : null;
        return new RawSpeech(
            blob.Content.ToMemory(), metadata["provider"], metadata["model"], billed, metadata.TryGetValue("request_id", out var id) ? id : null);
    }

    public Task SaveSheetAsync(TakeKey take, TakeSheet sheet, CancellationToken cancellationToken) =>
        _folder.WriteJsonAsync(take.SheetBlob, sheet, cancellationToken);

    public async Task<TakeSheet> ReadSheetAsync(TakeKey take, CancellationToken cancellationToken) =>
        await FindSheetAsync(take, cancellationToken) ?? throw Missing(take.SheetBlob);

    public async Task<TakeSheet?> FindSheetAsync(TakeKey take, CancellationToken cancellationToken) =>
        await _folder.ReadJsonAsync<TakeSheet>(take.SheetBlob, cancellationToken);

    public async Task SaveAudioAsync(TakeKey take, string path, CancellationToken cancellationToken)
    {
        await using var audio = File.OpenRead(path);
        await _folder.WriteAsync(take.AudioBlob, audio, AudioType, null, cancellationToken);
    }

    public async Task LoadAudioAsync(TakeKey take, string path, CancellationToken cancellationToken) =>
        await (await _folder.BlobAsync(take.AudioBlob, cancellationToken)).DownloadToAsync(path, cancellationToken);

    public async Task<BinaryData> ReadAudioAsync(TakeKey take, CancellationToken cancellationToken) =>
        (await (await AudioAsync(take, cancellationToken)).DownloadContentAsync(cancellationToken)).Value.Content;

    /// <summary>The finished recording of a take.</summary>
    public Task<BlobClient> AudioAsync(TakeKey take, CancellationToken cancellationToken) => _folder.BlobAsync(take.AudioBlob, cancellationToken);

    public Task DeleteAllAsync(string sessionId, CancellationToken cancellationToken) => _folder.DeleteAllAsync($"{sessionId}/", cancellationToken);

    private static InvalidOperationException Missing(string blob) => new($"{ContainerName}/{blob} is missing: an earlier step did not run, or it was deleted.");
}
