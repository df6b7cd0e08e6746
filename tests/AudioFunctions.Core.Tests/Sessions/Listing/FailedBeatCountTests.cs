using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions.Listing;

[Collection(StorageTests.Name)]
public sealed class FailedBeatCountTests(AzuriteFixture azurite)
{
    private readonly ListLab _lab = new(azurite.ConnectionString);

    [Fact]
    public async Task A_beat_counts_once_from_its_first_error_until_its_first_take()
    {
        var id = (await _lab.CreateAsync(1))[0];
        Assert.Equal(0, await CountAsync());

        await FailAsync(id, "a");
        Assert.Equal(1, await CountAsync());
        await FailAsync(id, "a");
        Assert.Equal(1, await CountAsync());
        await _lab.Store.RecordNotSpokenAsync(id, "b", new BeatError("cancelled", "Cancelled."), default);
        Assert.Equal(2, await CountAsync());
        await AddTakeAsync(id, "a", "aaaaaaaaaaaa");
        await AddTakeAsync(id, "a", "aaaaaaaaaaaa");
        Assert.Equal(1, await CountAsync());
        // A late failure: the beat has a take already.
        await FailAsync(id, "a");
        await AddTakeAsync(id, "a", "bbbbbbbbbbbb");
        await _lab.Store.SelectAsync(id, "a", "bbbbbbbbbbbb", allows: null, default);
        Assert.Equal(1, await CountAsync());
        await AddTakeAsync(id, "b", "cccccccccccc");
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task The_count_is_kept_when_the_session_changes_or_its_production_continues()
    {
        var session = _lab.Session();
        await _lab.Store.AddDraftAsync(session, default);
        var (_, seed) = await _lab.Store.CreateAsync(session, default);
        await FailAsync(session.SessionId, "b");

        await _lab.Store.FinishAsync(session.SessionId, seed, SessionStatus.InProgress, default);
        await _lab.Store.SetStatusAsync(session.SessionId, SessionStatus.Exported, default);
        Assert.Equal(1, await CountAsync());
        await _lab.Store.CreateAsync(session with { RunId = "second" }, default);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Concurrent_failures_and_takes_are_all_counted()
    {
        string[] beats = ["1", "2", "3", "4", "5", "6"];
        var session = _lab.Session() with { Beats = [.. beats.Select(beat => new NewBeat(beat, beat, "every-coon"))] };
        await _lab.Store.CreateAsync(session, default);
        await Task.WhenAll(beats[..3].Select(beat => FailAsync(session.SessionId, beat)));

        await Task.WhenAll(
            [.. beats[1..3].Select(beat => AddTakeAsync(session.SessionId, beat, $"aaaaaaaaaaa{beat}")),
            .. beats[3..].Select(beat => FailAsync(session.SessionId, beat))]);

        Assert.Equal(4, await CountAsync());
    }

    [Fact]
    public async Task A_session_without_a_stored_count_has_0_until_a_beat_changes_and_then_the_right_count()
    {
        var session = _lab.Session();
        session = session with { Beats = [.. session.Beats, new NewBeat("c", "C", "every-coon")] };
        await _lab.Store.CreateAsync(session, default);
        await FailAsync(session.SessionId, "a");
        await FailAsync(session.SessionId, "b");
        var rows = _lab.Tables.GetTableClient(SessionStore.TableName);
        TableEntity row = await rows.GetEntityAsync<TableEntity>(session.SessionId, "session");
        Assert.True(row.Remove("FailedBeatCount"));
        await rows.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
        Assert.Equal(0, await CountAsync());

        await FailAsync(session.SessionId, "c");
        Assert.Equal(3, await CountAsync());
        await AddTakeAsync(session.SessionId, "b", "bbbbbbbbbbbb");
        Assert.Equal(2, await CountAsync());
    }

    private async Task<int> CountAsync() => Assert.Single((await _lab.PageAsync()).Sessions).FailedBeatCount;

    private Task FailAsync(string id, string beatId) =>
        _lab.Store.RecordFailureAsync(id, beatId, new BeatError("code", "message"), failedTakeId: null, default);

    private async Task AddTakeAsync(string id, string beatId, string takeId) => await _lab.Store.AddTakeAsync(
        id, new TakeRecord(takeId, beatId, "path", 1000, "offline", "espeak-ng", null, null, [], [], [], DateTimeOffset.UnixEpoch), default);
}
