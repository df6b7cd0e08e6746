using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions.Listing;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Core.Tests.Housekeeping;

/// <summary>Deleting what a session has stored, also while others write it.</summary>
[Collection(StorageTests.Name)]
public sealed class SessionRemovalTests(AzuriteFixture azurite)
{
    private readonly RemovalLab _lab = new(azurite);

    [Fact]
    public async Task Deletion_removes_every_row_and_blob_of_the_session_and_none_of_another()
    {
        var neighbour = _lab.Id + "0";
        await _lab.CreateAsync(_lab.Id, beats: 230);
        await _lab.Store.AddRunAsync(_lab.Id, "run", default);
        await _lab.CreateAsync(neighbour, beats: 2);
        await _lab.WriteBlobsAsync(_lab.Id);
        await _lab.WriteBlobsAsync(neighbour);
        var kept = await _lab.BlobsAsync(neighbour);

        await _lab.Removal.MarkAsync(_lab.Id, default);
        Assert.True(await _lab.Removal.DeleteDataAsync(_lab.Id, default));

        Assert.Empty(await _lab.RowsAsync(_lab.Id));
        Assert.Equal(8, kept.Count);
        Assert.Equal(kept, await _lab.BlobsAsync(_lab.Id));
        Assert.Equal(2, (await _lab.Store.FindAsync(neighbour, default))!.Beats.Count);
    }

    [Fact]
    public async Task A_session_whose_mark_was_taken_back_is_not_deleted_and_one_that_is_gone_is()
    {
        await _lab.CreateAsync(_lab.Id, beats: 1);
        await _lab.WriteBlobsAsync(_lab.Id);
        await _lab.Removal.MarkAsync(_lab.Id, default);
        await _lab.Removal.UnmarkAsync(_lab.Id, default);

        Assert.False(await _lab.Removal.DeleteDataAsync(_lab.Id, default));

        Assert.NotNull(await _lab.Store.FindAsync(_lab.Id, default));
        Assert.Equal(8, (await _lab.BlobsAsync(_lab.Id)).Count);
        Assert.True(await _lab.Removal.DeleteDataAsync(_lab.Id + "0", default));
    }

    [Fact]
    public async Task A_mark_that_is_taken_back_during_the_deletion_leaves_the_session()
    {
        await _lab.CreateAsync(_lab.Id, beats: 1);
        await _lab.Removal.MarkAsync(_lab.Id, default);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        proxy.Before = call => call.IsTransactionWith("/SessionIndex(") ? _lab.Removal.UnmarkAsync(_lab.Id, default) : Task.CompletedTask;

        Assert.False(await RemovalLab.At(proxy.ConnectionString).DeleteDataAsync(_lab.Id, default));
        Assert.False(await _lab.Store.IsBeingDeletedAsync(_lab.Id, default));
    }

    [Fact]
    public async Task Concurrent_and_repeated_deletions_have_the_same_result()
    {
        await _lab.CreateAsync(_lab.Id, beats: 150);
        await _lab.WriteBlobsAsync(_lab.Id);
        await _lab.Removal.MarkAsync(_lab.Id, default);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _lab.Removal.DeleteDataAsync(_lab.Id, default))), Assert.True);
        Assert.True(await _lab.Removal.DeleteDataAsync(_lab.Id, default));

        Assert.Empty(await _lab.RowsAsync(_lab.Id));
        Assert.Empty(await _lab.BlobsAsync(_lab.Id));
    }

    [Fact]
    public async Task What_a_step_still_writes_during_the_deletion_is_deleted_too()
    {
        await _lab.CreateAsync(_lab.Id, beats: 1);
        await _lab.WriteBlobsAsync(_lab.Id);
        await _lab.Removal.MarkAsync(_lab.Id, default);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var takes = new BlobFolder(_lab.Blobs, TakeFiles.ContainerName);
        var writes = 0;
        proxy.Before = async call =>
        {
            // The lease is renewed just before its listed version is deleted, and a response is stored that no list has.
            if (call.Method != "DELETE" || !call.Path.EndsWith("/1_aa.plan.json", StringComparison.Ordinal) || Interlocked.Increment(ref writes) > 3)
                return;
            await takes.WriteJsonAsync($"{_lab.Id}/1_aa.plan.json", writes, default);
            await takes.WriteJsonAsync($"{_lab.Id}/1_aa.raw-{writes:00}.json", writes, default);
        };

        Assert.True(await RemovalLab.At(proxy.ConnectionString).DeleteDataAsync(_lab.Id, default));

        Assert.Equal(4, writes);
        Assert.Empty(await _lab.BlobsAsync(_lab.Id));
        Assert.Empty(await _lab.RowsAsync(_lab.Id));
    }

    [Fact]
    public async Task A_session_whose_blobs_keep_being_written_stays_marked()
    {
        await _lab.CreateAsync(_lab.Id, beats: 1);
        await _lab.WriteBlobsAsync(_lab.Id);
        await _lab.Removal.MarkAsync(_lab.Id, default);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var takes = new BlobFolder(_lab.Blobs, TakeFiles.ContainerName);
        proxy.Before = call => call.Method == "DELETE" && call.Path.EndsWith("/1_aa.plan.json", StringComparison.Ordinal)
            ? takes.WriteJsonAsync($"{_lab.Id}/1_aa.plan.json", "again", default)
            : Task.CompletedTask;

        await Assert.ThrowsAsync<InvalidOperationException>(() => RemovalLab.At(proxy.ConnectionString).DeleteDataAsync(_lab.Id, default));

        Assert.True(await _lab.Store.IsBeingDeletedAsync(_lab.Id, default));
        proxy.Unhook();
        Assert.True(await _lab.Removal.DeleteDataAsync(_lab.Id, default));
        Assert.Empty(await _lab.BlobsAsync(_lab.Id));
    }

    [Fact]
    public async Task A_deletion_that_another_one_overtakes_leaves_a_session_that_is_created_again_alone()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var list = new SessionList(_lab.Tables, TimeProvider.System);
        var overtakenBefore = 0;
        for (var wasOvertaken = true; wasOvertaken; overtakenBefore++)
        {
            var id = Guid.NewGuid().ToString("N");
            await _lab.CreateAsync(id, beats: 2, project: id);
            await _lab.WriteBlobsAsync(id);
            await _lab.Removal.MarkAsync(id, default);
            // Each its own: a new one prepares its tables first.
            var slow = RemovalLab.At(proxy.ConnectionString);
            var calls = 0;
            wasOvertaken = false;
            proxy.Before = async _ =>
            {
                if (Interlocked.Increment(ref calls) != overtakenBefore + 1)
                    return;
                wasOvertaken = true;
                await _lab.Removal.DeleteDataAsync(id, default);
                await _lab.CreateAsync(id, beats: 3, project: id);
                await _lab.WriteBlobsAsync(id);
            };

            var isGone = await slow.DeleteDataAsync(id, default);

            proxy.Unhook();
            Assert.True(isGone || wasOvertaken);
            Assert.Equal(wasOvertaken ? 8 : 0, (await _lab.BlobsAsync(id)).Count);
            Assert.Equal(wasOvertaken ? 3 : null, (await _lab.Store.FindAsync(id, default))?.Beats.Count);
            var listed = await list.ReadAsync(new SessionQuery(10, id, null), null, (_, _) => Task.FromResult(false), default);
            Assert.Equal(wasOvertaken ? [id] : [], listed.Sessions.Select(session => session.SessionId));
        }

        Assert.InRange(overtakenBefore, 15, 60);
    }
}
