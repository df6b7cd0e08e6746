using System.Net;
using AudioFunctions.Scripts;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Voices;

/// <summary>
/// Voice profiles in table <c>VoiceProfiles</c> (PartitionKey <c>voice</c>, RowKey the character). The six default profiles are
/// added where absent at the first use in a process; an edit is never overwritten.
/// </summary>
public sealed class VoiceProfileStore(TableServiceClient tables)
{
    public const string TableName = "VoiceProfiles";

    private const string Partition = "voice";

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private volatile bool _ready;

    /// <summary>All profiles, ordered by character.</summary>
    public async Task<IReadOnlyList<VoiceProfile>> ListAsync(CancellationToken cancellationToken)
    {
        if (_ready)
            return await ReadAllAsync(cancellationToken);

        await tables.CreateTableIfNotExistsAsync(TableName, cancellationToken);
        var present = await ReadAllAsync(cancellationToken);
        var absent = DefaultVoiceProfiles.All.ExceptBy(present.Select(profile => profile.Character), profile => profile.Character).ToList();
        foreach (var profile in absent)
            await AddAsync(profile, cancellationToken);

        _ready = true;
        return absent.Count == 0 ? present : await ReadAllAsync(cancellationToken);
    }

    /// <summary>All profiles by character.</summary>
    public async Task<IReadOnlyDictionary<string, VoiceProfile>> ByCharacterAsync(CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).ToDictionary(profile => profile.Character, StringComparer.OrdinalIgnoreCase);

    /// <summary>What reading a script needs to know: the characters that have a voice.</summary>
    public async Task<ScriptContext> ScriptContextAsync(string? projectName, CancellationToken cancellationToken) =>
        new((await ListAsync(cancellationToken)).Select(profile => profile.Character).ToHashSet(StringComparer.OrdinalIgnoreCase), projectName);

    private async Task<IReadOnlyList<VoiceProfile>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var profiles = new List<VoiceProfile>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            profiles.Add(Read(row));
        return profiles;
    }

    private async Task AddAsync(VoiceProfile profile, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(Write(profile), cancellationToken);
        }
        catch (RequestFailedException exists) when (exists.Status == (int)HttpStatusCode.Conflict)
        {
            // Another process starting at the same moment added it; what stands is kept.
        }
    }

    private static TableEntity Write(VoiceProfile profile) => new(Partition, profile.Character)
    {
        [nameof(VoiceProfile.DisplayName)] = profile.DisplayName,
        [nameof(VoiceProfile.VoiceId)] = profile.VoiceId,
        [nameof(VoiceProfile.Stability)] = profile.Stability,
        [nameof(VoiceProfile.SimilarityBoost)] = profile.SimilarityBoost,
        [nameof(VoiceProfile.Style)] = profile.Style,
        [nameof(VoiceProfile.Speed)] = profile.Speed,
        [nameof(VoiceProfile.Description)] = profile.Description,
    };

    private static VoiceProfile Read(TableEntity row) => new(
        row.RowKey,
        row.GetString(nameof(VoiceProfile.DisplayName)),
        row.GetString(nameof(VoiceProfile.VoiceId)),
        row.GetDouble(nameof(VoiceProfile.Stability))!.Value,
        row.GetDouble(nameof(VoiceProfile.SimilarityBoost))!.Value,
        row.GetDouble(nameof(VoiceProfile.Style))!.Value,
        row.GetDouble(nameof(VoiceProfile.Speed))!.Value,
        row.GetString(nameof(VoiceProfile.Description)));
}
