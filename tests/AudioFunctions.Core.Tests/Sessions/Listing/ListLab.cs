using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Export;
using AudioFunctions.Housekeeping;
using AudioFunctions.Sessions;
using AudioFunctions.Sessions.Listing;
using AudioFunctions.Takes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Sessions.Listing;

/// <summary>Sessions of a project of their own, on a clock that the test moves unless it brings another.</summary>
internal sealed class ListLab
{
    private readonly TimeProvider _clock;
    private readonly BlobServiceClient _blobs;

    public ListLab(string connectionString, TimeProvider? clock = null, string? project = null)
    {
        _clock = clock ?? Time;
        _blobs = new BlobServiceClient(connectionString);
        Tables = new TableServiceClient(connectionString);
        Project = project ?? $"p/\\#?\u0001'é {Guid.NewGuid():N}";
        Store = new SessionStore(Tables, _clock);
        List = new SessionList(Tables, _clock);
        var takes = new TakeFiles(_blobs);
        Removal = new SessionRemoval(Tables, new ScriptArchive(_blobs, Store), takes, new ExportFiles(_blobs, takes, Store), _clock);
    }

    public ManualTime Time { get; } = new();

    public TableServiceClient Tables { get; }

    public string Project { get; }

    public SessionStore Store { get; }

    public SessionList List { get; }

    public SessionRemoval Removal { get; }

    /// <summary>A second store, on another connection.</summary>
    public ListLab Behind(string connectionString) => new(connectionString, _clock, Project);

    public NewSession Session(string? id = null) =>
        new(id ?? Guid.NewGuid().ToString("N"), "Title", Project, [new NewBeat("a", "A", "every-coon"), new NewBeat("b", "B", "every-coon")]);

    /// <summary>Creates one session per second of the clock.</summary>
    public async Task<IReadOnlyList<string>> CreateAsync(int count)
    {
        var ids = new List<string>();
        for (var made = 0; made < count; made++)
        {
            var session = Session();
            await Store.CreateAsync(session, default);
            ids.Add(session.SessionId);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        return ids;
    }

    /// <summary>Changes a session without changing its status.</summary>
    public Task TouchAsync(string id) => Store.RecordFailureAsync(id, "a", new BeatError("code", "message"), null, default);

    public async Task DeleteAsync(string id)
    {
        await Removal.MarkAsync(id, default);
        await Removal.DeleteDataAsync(id, default);
    }

    public Task<SessionPage> PageAsync(int limit = 100, SessionStatus? status = null, ListPosition? from = null) =>
        List.ReadAsync(new SessionQuery(limit, Project, status), from, (_, _) => Task.FromResult(false), default);

    public async Task<IReadOnlyList<string>> IdsAsync(SessionStatus? status = null) =>
        [.. (await PageAsync(status: status)).Sessions.Select(session => session.SessionId)];

    /// <summary>Reads all pages like a client, with the continuation as text.</summary>
    public async Task<IReadOnlyList<string>> WalkAsync(int limit, Func<int, Task> betweenPages)
    {
        var query = new SessionQuery(limit, Project, null);
        var seen = new List<string>();
        ListPosition? from = null;
        for (var pages = 1; ; pages++)
        {
            var page = await List.ReadAsync(query, from, (_, _) => Task.FromResult(false), default);
            seen.AddRange(page.Sessions.Select(session => session.SessionId));
            if (page.Continuation is null)
                return seen;
            from = ListPosition.Decode(page.Continuation.Encode(query), query);
            await betweenPages(pages);
        }
    }

    /// <summary>The index rows of a session, as "partition/key".</summary>
    public async Task<IReadOnlyList<string>> IndexRowsAsync(string id)
    {
        var rows = new List<string>();
        var filter = TableClient.CreateQueryFilter($"SessionId eq {id}");
        await foreach (var row in Tables.GetTableClient("SessionIndex").QueryAsync<TableEntity>(filter))
            rows.Add($"{row.PartitionKey}/{row.RowKey}");
        return rows;
    }
}
