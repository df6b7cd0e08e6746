using AudioFunctions.Scripts;
using AudioFunctions.Storage;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Voices;

/// <summary>
/// Voice profiles in table <c>VoiceProfiles</c> (PartitionKey <c>voice</c>, RowKey the character). The six default profiles are
/// added if absent, on first use in a process; edits are never overwritten. Every write depends on the ETag that was read. If it has
/// changed, reload and retry.
/// </summary>
public sealed class VoiceProfileStore(TableServiceClient tables)
{
    public const string TableName = "VoiceProfiles";

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private volatile bool _ready;

    /// <summary>All profiles, ordered by character.</summary>
    public async Task<IReadOnlyList<VoiceProfile>> ListAsync(CancellationToken cancellationToken)
    {
        await EnsureReadyAsync(cancellationToken);
        return await ReadAllAsync(cancellationToken);
    }

    /// <param name="character">Normalized.</param>
    /// <returns>Null if the character has no profile, or its name is invalid.</returns>
    public async Task<StoredVoiceProfile?> FindAsync(string character, CancellationToken cancellationToken)
    {
        await EnsureReadyAsync(cancellationToken);
        if (!VoiceCharacters.IsValid(character))
            return null;
        var row = await _table.GetEntityIfExistsAsync<VoiceProfileRow>(VoiceProfileRow.Partition, character, cancellationToken: cancellationToken);
        return row.HasValue ? new StoredVoiceProfile(row.Value!.Profile(), row.Value!.ETag) : null;
    }

    /// <returns>The new version, or null if the character has a profile already; it isn't changed.</returns>
    public async Task<ETag?> TryAddAsync(VoiceProfile profile, CancellationToken cancellationToken)
    {
        await EnsureReadyAsync(cancellationToken);
        return await AddAsync(profile, cancellationToken);
    }

    /// <returns>The new version, or null if the profile's version is no longer <paramref name="seen"/>; it isn't changed.</returns>
    public async Task<ETag?> TryReplaceAsync(VoiceProfile profile, ETag seen, CancellationToken cancellationToken)
    {
        await EnsureReadyAsync(cancellationToken);
        try
        {
            return VersionIn(await _table.UpdateEntityAsync(VoiceProfileRow.Of(profile), seen, TableUpdateMode.Replace, cancellationToken));
        }
        catch (RequestFailedException changed) when (StorageConflict.Is(changed))
        {
            return null;
        }
    }

    /// <returns>False if the profile's version is no longer <paramref name="seen"/>; it isn't deleted.</returns>
    public async Task<bool> TryDeleteAsync(string character, ETag seen, CancellationToken cancellationToken)
    {
        await EnsureReadyAsync(cancellationToken);
        try
        {
            await _table.DeleteEntityAsync(VoiceProfileRow.Partition, character, seen, cancellationToken);
            return true;
        }
        catch (RequestFailedException changed) when (StorageConflict.Is(changed))
        {
            return false;
        }
    }

    /// <summary>All profiles by character.</summary>
    public async Task<IReadOnlyDictionary<string, VoiceProfile>> ByCharacterAsync(CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).ToDictionary(profile => profile.Character, StringComparer.OrdinalIgnoreCase);

    /// <summary>The context for reading a script: the characters that have a voice.</summary>
    public async Task<ScriptContext> ScriptContextAsync(string? projectName, CancellationToken cancellationToken) =>
        new((await ListAsync(cancellationToken)).Select(profile => profile.Character).ToHashSet(StringComparer.OrdinalIgnoreCase), projectName);

    private async Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        if (_ready)
            return;

        await tables.CreateTableIfNotExistsAsync(TableName, cancellationToken);
        var present = await ReadAllAsync(cancellationToken);
        foreach (var profile in DefaultVoiceProfiles.All.ExceptBy(present.Select(found => found.Character), absent => absent.Character))
            await AddAsync(profile, cancellationToken);
        _ready = true;
    }

    private async Task<IReadOnlyList<VoiceProfile>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {VoiceProfileRow.Partition}");
        return await _table.QueryAsync<VoiceProfileRow>(filter, cancellationToken: cancellationToken)
            .Select(row => row.Profile()).ToListAsync(cancellationToken);
    }

    /// <returns>Null if the profile exists, for instance because another process that is starting has just added it; it isn't changed.</returns>
    private async Task<ETag?> AddAsync(VoiceProfile profile, CancellationToken cancellationToken)
    {
        try
        {
            return VersionIn(await _table.AddEntityAsync(VoiceProfileRow.Of(profile), cancellationToken));
        }
        catch (RequestFailedException exists) when (StorageConflict.IsExisting(exists))
        {
            return null;
        }
    }

    private static ETag VersionIn(Response written) =>
        written.Headers.ETag ?? throw new InvalidOperationException("The storage account returned no ETag for a row it wrote.");
}
