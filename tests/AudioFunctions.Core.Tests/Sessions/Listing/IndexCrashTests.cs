using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions.Listing;

/// <summary>Whichever request of a change is its last, the list is correct, and a repeat of the change succeeds.</summary>
[Collection(StorageTests.Name)]
public sealed class IndexCrashTests(AzuriteFixture azurite)
{
    private const int MaxWrites = 60;

    private readonly ListLab _lab = new(azurite.ConnectionString);

    public static TheoryData<string, bool> Crashes()
    {
        var data = new TheoryData<string, bool>();
        foreach (var change in new[] { "draft", "create", "create from draft", "touch", "status", "delete" })
        {
            data.Add(change, false);
            data.Add(change, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task A_change_that_is_interrupted_at_any_write_leaves_the_list_correct(string change, bool tookEffect)
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var lab = _lab.Behind(proxy.ConnectionString);
        var breaks = 0;
        for (var isCut = true; isCut; breaks++)
        {
            var session = await PrepareAsync(change);
            isCut = await BreaksOffAsync(proxy, breaks + 1, tookEffect, crash => ChangeAsync(lab, change, session, crash));
            await ListTellsTheTruthAsync();

            await ChangeAsync(_lab, change, session, default);
            await ListTellsTheTruthAsync();
            await _lab.DeleteAsync(session.SessionId);
            Assert.True(breaks < MaxWrites);
        }

        Assert.True(breaks > 2, $"only {breaks - 1} writes were cut");
        Assert.Empty(await _lab.IdsAsync());
    }

    [Theory]
    [InlineData("draft")]
    [InlineData("create")]
    [InlineData("create from draft")]
    [InlineData("touch")]
    [InlineData("status")]
    public async Task A_write_whose_response_was_lost_takes_effect_once(string change)
    {
        var session = await PrepareAsync(change);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var lost = 0;
        proxy.After = call =>
        {
            if (!IsSessionWrite(call) || Interlocked.Increment(ref lost) > 1)
                return Task.CompletedTask;
            throw new IOException("The answer is lost.");
        };

        await ChangeAsync(_lab.Behind(proxy.ConnectionString), change, session, default);

        Assert.True(lost > 1, "the write was not sent again");
        await ListTellsTheTruthAsync();
        Assert.Equal([session.SessionId], await _lab.IdsAsync());
    }

    [Fact]
    public async Task Concurrent_writers_leave_one_entry_in_the_list_and_no_row_of_a_failed_attempt()
    {
        var ids = await _lab.CreateAsync(1);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _lab.TouchAsync(ids[0])));

        Assert.Equal(ids, await _lab.IdsAsync());
        Assert.Equal(4, (await _lab.IndexRowsAsync(ids[0])).Count);
    }

    [Fact]
    public async Task A_change_that_is_refused_because_the_session_was_deleted_leaves_no_row()
    {
        var ids = await _lab.CreateAsync(1);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var isFirst = true;
        proxy.Before = async call =>
        {
            if (!isFirst || !call.IsTransactionWith(ids[0]))
                return;
            isFirst = false;
            await _lab.DeleteAsync(ids[0]);
        };

        await Assert.ThrowsAnyAsync<Exception>(() => _lab.Behind(proxy.ConnectionString).TouchAsync(ids[0]));

        Assert.Empty(await _lab.IndexRowsAsync(ids[0]));
    }

    private async Task<NewSession> PrepareAsync(string change)
    {
        var session = _lab.Session();
        if (change is "create from draft")
            await _lab.Store.AddDraftAsync(session, default);
        else if (change is not ("draft" or "create"))
            await _lab.Store.CreateAsync(session, default);
        _lab.Time.Advance(TimeSpan.FromSeconds(1));
        return session;
    }

    private static async Task ChangeAsync(ListLab lab, string change, NewSession session, CancellationToken crash)
    {
        var id = session.SessionId;
        switch (change)
        {
            case "draft":
                await lab.Store.AddDraftAsync(session, crash);
                break;
            case "create" or "create from draft":
                await lab.Store.CreateAsync(session, crash);
                break;
            case "touch":
                await lab.Store.RecordFailureAsync(id, "a", new BeatError("code", "message"), null, crash);
                break;
            case "status":
                await lab.Store.SetStatusAsync(id, SessionStatus.Completed, crash);
                break;
            default:
                await lab.Removal.MarkAsync(id, crash);
                await lab.Removal.DeleteDataAsync(id, crash);
                break;
        }
    }

    /// <returns>Whether the change was interrupted.</returns>
    private static async Task<bool> BreaksOffAsync(
        StorageProxy proxy, int lastWrite, bool tookEffect, Func<CancellationToken, Task> change)
    {
        using var crash = new CancellationTokenSource();
        var writes = 0;
        async Task CutAsync(StorageCall call)
        {
            if (!IsTableWrite(call) || Interlocked.Increment(ref writes) < lastWrite)
                return;
            await crash.CancelAsync();
            throw new IOException("The process is dead.");
        }

        proxy.Before = tookEffect ? _ => Task.CompletedTask : CutAsync;
        proxy.After = tookEffect ? CutAsync : _ => Task.CompletedTask;
        try
        {
            await change(crash.Token);
        }
        catch (Exception) when (crash.IsCancellationRequested)
        {
            return true;
        }

        return crash.IsCancellationRequested;
    }

    /// <summary>Asserts that every list has each existing session once, with its number of failed beats.</summary>
    private async Task ListTellsTheTruthAsync()
    {
        var listed = (await _lab.PageAsync()).Sessions;
        Assert.Equal(listed.Count, listed.DistinctBy(session => session.SessionId).Count());
        Assert.Equal(await ExistingAsync(), listed.Select(session => session.SessionId).Order());
        foreach (var status in Enum.GetValues<SessionStatus>())
            Assert.Equal(listed.Where(session => session.Status == status), (await _lab.PageAsync(status: status)).Sessions);
        foreach (var session in listed)
            Assert.Equal((await _lab.Store.FindAsync(session.SessionId, default))!.Beats.Count(beat => beat.Error is not null), session.FailedBeatCount);
    }

    private async Task<IReadOnlyList<string>> ExistingAsync()
    {
        var ids = new List<string>();
        var filter = TableClient.CreateQueryFilter($"RowKey eq {"session"} and ProjectName eq {_lab.Project}");
        await foreach (var row in _lab.Tables.GetTableClient(SessionStore.TableName).QueryAsync<TableEntity>(filter))
        {
            if (await _lab.Store.FindAsync(row.PartitionKey, default) is not null)
                ids.Add(row.PartitionKey);
        }

        return [.. ids.Order()];
    }

    private static bool IsTableWrite(StorageCall call) =>
        call.Method != "GET" && (call.Path.Contains("Session", StringComparison.Ordinal) || call.Path.EndsWith("$batch", StringComparison.Ordinal));

    /// <summary>Whether a request writes to a session's partition: in a transaction, or only the session row.</summary>
    private static bool IsSessionWrite(StorageCall call) =>
        IsTableWrite(call) && !call.Path.Contains("SessionIndex", StringComparison.Ordinal) && !call.IsTransactionWith("/SessionIndex(");
}
