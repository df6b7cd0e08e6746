using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Export;
using AudioFunctions.Housekeeping;
using AudioFunctions.Sessions;
using AudioFunctions.Sessions.Listing;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Housekeeping;

[Collection(StorageTests.Name)]
public sealed class SessionRemovalTests
{
    private static readonly string[] Containers = ["scripts", TakeFiles.ContainerName, ExportFiles.ContainerName];

    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly AzuriteFixture _azurite;
    private readonly BlobServiceClient _blobs;
    private readonly TableServiceClient _tables;
    private readonly SessionStore _store;
    private readonly SessionRemoval _removal;

    public SessionRemovalTests(AzuriteFixture azurite)
    {
        _azurite = azurite;
        _blobs = new BlobServiceClient(azurite.ConnectionString);
        _tables = new TableServiceClient(azurite.ConnectionString);
        _store = new SessionStore(_tables, TimeProvider.System);
        var takes = new TakeFiles(_blobs);
        _removal = new SessionRemoval(_tables, new ScriptArchive(_blobs, _store), takes, new ExportFiles(_blobs, takes, _store), TimeProvider.System);
    }

    [Fact]
    public async Task No_reader_or_writer_finds_a_session_marked_for_deletion()
    {
        await CreateAsync(_id, beats: 1);

        await _removal.MarkAsync(_id, default);

        Assert.True(await _store.IsBeingDeletedAsync(_id, default));
        Assert.Null(await _store.FindAsync(_id, default));
        Assert.Null(await _store.MoveStatusAsync(_id, SessionStatus.Generating, SessionStatus.Completed, error: null, default));
        Assert.False(await _store.AddRunAsync(_id, "run", default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.RecordFailureAsync(_id, "1", new BeatError("c", "m"), null, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => CreateAsync(_id, beats: 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_take_whose_session_is_deleted_between_reading_and_writing_is_not_selected(bool isDataDeleted)
    {
        await CreateAsync(_id, beats: 1);
        await _store.AddTakeAsync(_id, new TakeRecord("aaaaaaaaaaaa", "1", "path", 1, "offline", "model", 0, null, [], [], [], DateTimeOffset.UnixEpoch), default);
        await using var proxy = await StorageProxy.StartAsync(_azurite.Server);
        proxy.Before = async call =>
        {
            if (!call.IsTransactionWith(_id))
                return;
            await _removal.MarkAsync(_id, default);
            if (isDataDeleted)
                await _removal.DeleteDataAsync(_id, default);
        };
        var store = new SessionStore(new TableServiceClient(proxy.ConnectionString), TimeProvider.System);

        var selection = await store.SelectAsync(_id, "1", "aaaaaaaaaaaa", allows: null, default);

        Assert.Equal(SelectionOutcome.NoSuchTake, selection.Outcome);
    }

    [Fact]
    public async Task Removing_the_mark_restores_the_session()
    {
        await CreateAsync(_id, beats: 2);
        var before = await _store.FindAsync(_id, default);

        await _removal.MarkAsync(_id, default);
        await _removal.UnmarkAsync(_id, default);

        Assert.Equivalent(before, await _store.FindAsync(_id, default), strict: true);
        Assert.False(await _store.IsBeingDeletedAsync(_id, default));
    }

    [Fact]
    public async Task Marking_and_unmarking_a_session_without_rows_leaves_no_rows()
    {
        await _removal.MarkAsync(_id, default);
        var marked = await _store.IsBeingDeletedAsync(_id, default);
        await _removal.UnmarkAsync(_id, default);

        Assert.True(marked);
        Assert.Empty(await RowsAsync(_id));
    }

    [Fact]
    public async Task An_id_without_a_session_is_marked_so_that_none_can_be_created_meanwhile()
    {
        Assert.True(await _removal.TryMarkMissingAsync(_id, default));
        Assert.False(await _removal.TryMarkMissingAsync(_id, default));

        await Assert.ThrowsAsync<InvalidOperationException>(() => CreateAsync(_id, beats: 1));
        Assert.NotNull((await _removal.ListAsync(default))[_id]);

        await _removal.DeleteDataAsync(_id, default);
        Assert.False((await _removal.ListAsync(default)).ContainsKey(_id));
    }

    [Fact]
    public async Task A_session_is_never_marked_as_missing()
    {
        await CreateAsync(_id, beats: 1);

        Assert.False(await _removal.TryMarkMissingAsync(_id, default));

        Assert.Null((await _removal.ListAsync(default))[_id]);
        Assert.NotNull(await _store.FindAsync(_id, default));
    }

    [Fact]
    public async Task Erasing_removes_every_row_and_blob_of_the_session_and_none_of_another()
    {
        var neighbour = _id + "0";
        await CreateAsync(_id, beats: 230);
        await _store.AddRunAsync(_id, "run", default);
        await CreateAsync(neighbour, beats: 2);
        await WriteBlobsAsync(_id);
        await WriteBlobsAsync(neighbour);
        var kept = await BlobsAsync(neighbour);

        await _removal.MarkAsync(_id, default);
        Assert.True(await _removal.DeleteDataAsync(_id, default));

        Assert.Empty(await RowsAsync(_id));
        Assert.Equal(8, kept.Count);
        Assert.Equal(kept, await BlobsAsync(_id));
        Assert.Equal(2, (await _store.FindAsync(neighbour, default))!.Beats.Count);
    }

    [Fact]
    public async Task A_session_whose_mark_was_taken_back_is_not_erased_and_one_that_is_gone_is()
    {
        await CreateAsync(_id, beats: 1);
        await WriteBlobsAsync(_id);
        await _removal.MarkAsync(_id, default);
        await _removal.UnmarkAsync(_id, default);

        Assert.False(await _removal.DeleteDataAsync(_id, default));

        Assert.NotNull(await _store.FindAsync(_id, default));
        Assert.Equal(8, (await BlobsAsync(_id)).Count);
        Assert.True(await _removal.DeleteDataAsync(_id + "0", default));
    }

    [Fact]
    public async Task A_mark_that_is_taken_back_during_the_deletion_leaves_the_session()
    {
        await CreateAsync(_id, beats: 1);
        await _removal.MarkAsync(_id, default);
        await using var proxy = await StorageProxy.StartAsync(_azurite.Server);
        proxy.Before = call => call.IsTransactionWith("/SessionIndex(") ? _removal.UnmarkAsync(_id, default) : Task.CompletedTask;

        Assert.False(await Removal(proxy.ConnectionString).DeleteDataAsync(_id, default));
        Assert.False(await _store.IsBeingDeletedAsync(_id, default));
    }

    [Fact]
    public async Task Concurrent_and_repeated_erasing_has_the_same_result()
    {
        await CreateAsync(_id, beats: 150);
        await WriteBlobsAsync(_id);
        await _removal.MarkAsync(_id, default);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _removal.DeleteDataAsync(_id, default))), Assert.True);
        Assert.True(await _removal.DeleteDataAsync(_id, default));

        Assert.Empty(await RowsAsync(_id));
        Assert.Empty(await BlobsAsync(_id));
    }

    [Fact]
    public async Task What_a_step_still_writes_during_the_deletion_is_deleted_too()
    {
        await CreateAsync(_id, beats: 1);
        await WriteBlobsAsync(_id);
        await _removal.MarkAsync(_id, default);
        await using var proxy = await StorageProxy.StartAsync(_azurite.Server);
        var takes = new BlobFolder(_blobs, TakeFiles.ContainerName);
        var writes = 0;
        proxy.Before = async call =>
        {
            // The lease is renewed just before its listed version is deleted, and a response is stored that no list has.
            if (call.Method != "DELETE" || !call.Path.EndsWith("/1_aa.plan.json", StringComparison.Ordinal) || Interlocked.Increment(ref writes) > 3)
                return;
            await takes.WriteJsonAsync($"{_id}/1_aa.plan.json", writes, default);
            await takes.WriteJsonAsync($"{_id}/1_aa.raw-{writes:00}.json", writes, default);
        };

        Assert.True(await Removal(proxy.ConnectionString).DeleteDataAsync(_id, default));

        Assert.Equal(4, writes);
        Assert.Empty(await BlobsAsync(_id));
        Assert.Empty(await RowsAsync(_id));
    }

    [Fact]
    public async Task A_session_whose_blobs_keep_being_written_stays_marked()
    {
        await CreateAsync(_id, beats: 1);
        await WriteBlobsAsync(_id);
        await _removal.MarkAsync(_id, default);
        await using var proxy = await StorageProxy.StartAsync(_azurite.Server);
        var takes = new BlobFolder(_blobs, TakeFiles.ContainerName);
        proxy.Before = call => call.Method == "DELETE" && call.Path.EndsWith("/1_aa.plan.json", StringComparison.Ordinal)
            ? takes.WriteJsonAsync($"{_id}/1_aa.plan.json", "again", default)
            : Task.CompletedTask;

        await Assert.ThrowsAsync<InvalidOperationException>(() => Removal(proxy.ConnectionString).DeleteDataAsync(_id, default));

        Assert.True(await _store.IsBeingDeletedAsync(_id, default));
        proxy.Unhook();
        Assert.True(await _removal.DeleteDataAsync(_id, default));
        Assert.Empty(await BlobsAsync(_id));
    }

    [Fact]
    public async Task A_deletion_that_another_one_overtakes_leaves_a_session_that_is_created_again_alone()
    {
        await using var proxy = await StorageProxy.StartAsync(_azurite.Server);
        var list = new SessionList(_tables, TimeProvider.System);
        var overtakenBefore = 0;
        for (var wasOvertaken = true; wasOvertaken; overtakenBefore++)
        {
            var id = Guid.NewGuid().ToString("N");
            await CreateAsync(id, beats: 2, project: id);
            await WriteBlobsAsync(id);
            await _removal.MarkAsync(id, default);
            // Each its own: a new one prepares its tables first.
            var slow = Removal(proxy.ConnectionString);
            var calls = 0;
            wasOvertaken = false;
            proxy.Before = async _ =>
            {
                if (Interlocked.Increment(ref calls) != overtakenBefore + 1)
                    return;
                wasOvertaken = true;
                await _removal.DeleteDataAsync(id, default);
                await CreateAsync(id, beats: 3, project: id);
                await WriteBlobsAsync(id);
            };

            var isGone = await slow.DeleteDataAsync(id, default);

            proxy.Unhook();
            Assert.True(isGone || wasOvertaken);
            Assert.Equal(wasOvertaken ? 8 : 0, (await BlobsAsync(id)).Count);
            Assert.Equal(wasOvertaken ? 3 : null, (await _store.FindAsync(id, default))?.Beats.Count);
            var listed = await list.ReadAsync(new SessionQuery(10, id, null), null, (_, _) => Task.FromResult(false), default);
            Assert.Equal(wasOvertaken ? [id] : [], listed.Sessions.Select(session => session.SessionId));
        }

        Assert.InRange(overtakenBefore, 15, 60);
    }

    private SessionRemoval Removal(string connection)
    {
        var (blobs, tables) = (new BlobServiceClient(connection), new TableServiceClient(connection));
        var takes = new TakeFiles(blobs);
        var store = new SessionStore(tables, TimeProvider.System);
        return new SessionRemoval(tables, new ScriptArchive(blobs, store), takes, new ExportFiles(blobs, takes, store), TimeProvider.System);
    }

    [Fact]
    public async Task Each_run_of_a_session_is_recorded_once()
    {
        await CreateAsync(_id, beats: 1);

        await Task.WhenAll(new[] { "b", "a", "a" }.Select(run => _store.AddRunAsync(_id, run, default)));

        Assert.Equal(["a", "b"], await _store.RegenerationsAsync(_id, default));
        Assert.Single((await _store.FindAsync(_id, default))!.Beats);
        Assert.False(await _store.AddRunAsync("nobody", "a", default));
    }

    private Task<CreatedSession> CreateAsync(string id, int beats, string project = "project")
    {
        var named = Enumerable.Range(1, beats).Select(number => new NewBeat($"{number}", "Name", "every-coon"));
        return _store.CreateAsync(new NewSession(id, "Title", project, [.. named]), default);
    }

    private async Task WriteBlobsAsync(string id)
    {
        string[] names = [$"scripts|{id}.els", $"scripts|{id}.json", $"exports|{id}/1.mp3", $"exports|{id}/manifest.json"];
        string[] takes = ["1_aa.plan.json", "1_aa.raw-00.json", "1_aa.mp3", "1_aa.sheet.json"];
        foreach (var name in names.Concat(takes.Select(take => $"audio-production|{id}/{take}")))
        {
            var (container, blob) = (name.Split('|')[0], name.Split('|')[1]);
            await new BlobFolder(_blobs, container).TryAddAsync(blob, BinaryData.FromString("x"), "text/plain", null, default);
        }
    }

    private async Task<IReadOnlyList<string>> BlobsAsync(string id)
    {
        var lists = await Task.WhenAll(Containers.Select(container => new BlobFolder(_blobs, container).ListAsync(id, default)));
        return [.. lists.SelectMany(names => names)];
    }

    private async Task<IReadOnlyList<string>> RowsAsync(string id)
    {
        var rows = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id}");
        await foreach (var row in _tables.GetTableClient(SessionStore.TableName).QueryAsync<TableEntity>(filter))
            rows.Add(row.RowKey);
        return rows;
    }
}
