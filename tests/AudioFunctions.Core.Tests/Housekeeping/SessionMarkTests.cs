using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Housekeeping;

/// <summary>Marking a session as being deleted.</summary>
[Collection(StorageTests.Name)]
public sealed class SessionMarkTests(AzuriteFixture azurite)
{
    private readonly RemovalLab _lab = new(azurite);

    [Fact]
    public async Task No_reader_or_writer_finds_a_session_marked_for_deletion()
    {
        await _lab.CreateAsync(_lab.Id, beats: 1);

        await _lab.Removal.MarkAsync(_lab.Id, default);

        Assert.True(await _lab.Store.IsBeingDeletedAsync(_lab.Id, default));
        Assert.Null(await _lab.Store.FindAsync(_lab.Id, default));
        Assert.Null(await _lab.Store.MoveStatusAsync(_lab.Id, SessionStatus.Generating, SessionStatus.Completed, error: null, default));
        Assert.False(await _lab.Store.AddRunAsync(_lab.Id, "run", default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _lab.Store.RecordFailureAsync(_lab.Id, "1", new BeatError("c", "m"), null, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _lab.CreateAsync(_lab.Id, beats: 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_take_whose_session_is_deleted_between_reading_and_writing_is_not_selected(bool isDataDeleted)
    {
        await _lab.CreateAsync(_lab.Id, beats: 1);
        await _lab.Store.AddTakeAsync(_lab.Id, new TakeRecord("aaaaaaaaaaaa", "1", "path", 1, "offline", "model", 0, null, [], [], [], DateTimeOffset.UnixEpoch), default);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        proxy.Before = async call =>
        {
            if (!call.IsTransactionWith(_lab.Id))
                return;
            await _lab.Removal.MarkAsync(_lab.Id, default);
            if (isDataDeleted)
                await _lab.Removal.DeleteDataAsync(_lab.Id, default);
        };
        var store = new SessionStore(new TableServiceClient(proxy.ConnectionString), TimeProvider.System);

        var selection = await store.SelectAsync(_lab.Id, "1", "aaaaaaaaaaaa", allows: null, default);

        Assert.Equal(SelectionOutcome.NoSuchTake, selection.Outcome);
    }

    [Fact]
    public async Task Removing_the_mark_restores_the_session()
    {
        await _lab.CreateAsync(_lab.Id, beats: 2);
        var before = await _lab.Store.FindAsync(_lab.Id, default);

        await _lab.Removal.MarkAsync(_lab.Id, default);
        await _lab.Removal.UnmarkAsync(_lab.Id, default);

        Assert.Equivalent(before, await _lab.Store.FindAsync(_lab.Id, default), strict: true);
        Assert.False(await _lab.Store.IsBeingDeletedAsync(_lab.Id, default));
    }

    [Fact]
    public async Task Marking_and_unmarking_a_session_without_rows_leaves_no_rows()
    {
        await _lab.Removal.MarkAsync(_lab.Id, default);
        var marked = await _lab.Store.IsBeingDeletedAsync(_lab.Id, default);
        await _lab.Removal.UnmarkAsync(_lab.Id, default);

        Assert.True(marked);
        Assert.Empty(await _lab.RowsAsync(_lab.Id));
    }

    [Fact]
    public async Task An_id_without_a_session_is_marked_so_that_none_can_be_created_meanwhile()
    {
        Assert.True(await _lab.Removal.TryMarkMissingAsync(_lab.Id, default));
        Assert.False(await _lab.Removal.TryMarkMissingAsync(_lab.Id, default));

        await Assert.ThrowsAsync<InvalidOperationException>(() => _lab.CreateAsync(_lab.Id, beats: 1));
        Assert.NotNull((await _lab.Removal.ListAsync(default))[_lab.Id]);

        await _lab.Removal.DeleteDataAsync(_lab.Id, default);
        Assert.False((await _lab.Removal.ListAsync(default)).ContainsKey(_lab.Id));
    }

    [Fact]
    public async Task A_session_is_never_marked_as_missing()
    {
        await _lab.CreateAsync(_lab.Id, beats: 1);

        Assert.False(await _lab.Removal.TryMarkMissingAsync(_lab.Id, default));

        Assert.Null((await _lab.Removal.ListAsync(default))[_lab.Id]);
        Assert.NotNull(await _lab.Store.FindAsync(_lab.Id, default));
    }

    [Fact]
    public async Task Each_run_of_a_session_is_recorded_once()
    {
        await _lab.CreateAsync(_lab.Id, beats: 1);

        await Task.WhenAll(new[] { "b", "a", "a" }.Select(run => _lab.Store.AddRunAsync(_lab.Id, run, default)));

        Assert.Equal(["a", "b"], await _lab.Store.RegenerationsAsync(_lab.Id, default));
        Assert.Single((await _lab.Store.FindAsync(_lab.Id, default))!.Beats);
        Assert.False(await _lab.Store.AddRunAsync("nobody", "a", default));
    }
}
