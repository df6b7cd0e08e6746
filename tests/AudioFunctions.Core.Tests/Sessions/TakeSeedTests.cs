using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>The seed of a production's take ids, and steps that run twice, concurrently or late.</summary>
[Collection(StorageTests.Name)]
public sealed class TakeSeedTests(AzuriteFixture azurite)
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly SessionStore _store = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);

    [Fact]
    public async Task Concurrent_runs_of_the_first_step_get_the_same_seed()
    {
        await _store.AddDraftAsync(Session(), default);

        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CreateAsync()));

        Assert.Single(runs.Distinct());
        Assert.Matches("^[0-9a-f]{16}$", runs[0].TakeSeed);
    }

    [Fact]
    public async Task A_production_that_was_terminated_continues_with_its_seed()
    {
        var (_, seed) = await CreateAsync();
        await _store.MoveStatusAsync(
            _id, SessionStatus.Generating, SessionStatus.InProgress, new BeatError("production-terminated", "Ended."), default);

        Assert.Equal(seed, (await CreateAsync()).TakeSeed);
    }

    [Fact]
    public async Task A_production_after_a_completed_one_has_another_seed()
    {
        var first = await CreateAsync();
        await _store.FinishAsync(_id, first.TakeSeed, SessionStatus.InProgress, default);

        var second = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CreateAsync()));

        Assert.NotEqual(first.TakeSeed, second[0].TakeSeed);
        Assert.Equal(first.CreatedAt, second[0].CreatedAt);
        Assert.Single(second.Distinct());
        Assert.Equal(SessionStatus.InProgress, (await _store.FindAsync(_id, default))!.Status);
    }

    [Fact]
    public async Task A_late_run_of_the_last_step_changes_nothing_of_the_next_production()
    {
        var (_, first) = await CreateAsync();
        await _store.FinishAsync(_id, first, SessionStatus.InProgress, default);
        var (_, second) = await CreateAsync();
        await _store.SetStatusAsync(_id, SessionStatus.Generating, default);

        await _store.FinishAsync(_id, first, SessionStatus.InProgress, default);

        Assert.Equal(SessionStatus.Generating, (await _store.FindAsync(_id, default))!.Status);
        Assert.Equal(second, (await CreateAsync()).TakeSeed);
    }

    [Fact]
    public async Task A_late_run_of_the_last_step_keeps_the_status_set_by_a_user_and_the_error_of_a_later_run()
    {
        var (_, seed) = await CreateAsync();
        await _store.FinishAsync(_id, seed, SessionStatus.InProgress, default);
        await CreateAsync();
        await _store.SetStatusAsync(_id, SessionStatus.Generating, default);
        var ended = new BeatError("production-terminated", "Ended.");
        await _store.MoveStatusAsync(_id, SessionStatus.Generating, SessionStatus.InProgress, ended, default);
        await _store.SetStatusAsync(_id, SessionStatus.Completed, default);

        await _store.FinishAsync(_id, seed, SessionStatus.InProgress, default);

        var session = await _store.FindAsync(_id, default);
        Assert.Equal((SessionStatus.Completed, ended), (session!.Status, session.Error));
    }

    [Fact]
    public async Task A_late_run_of_PersistTake_keeps_a_newer_selection()
    {
        await CreateAsync();
        await _store.AddTakeAsync(_id, Take("aaaaaaaaaaaa"), default);
        await _store.AddTakeAsync(_id, Take("bbbbbbbbbbbb"), select: true, default);
        var selected = await _store.FindSelectedAsync(_id, "a", default);
        await _store.SelectAsync(_id, "a", "aaaaaaaaaaaa", allows: null, default);

        var isNew = await _store.AddTakeAsync(_id, Take("bbbbbbbbbbbb"), select: true, default);

        Assert.Equal("bbbbbbbbbbbb", selected);
        Assert.False(isNew);
        Assert.Equal("aaaaaaaaaaaa", await _store.FindSelectedAsync(_id, "a", default));
    }

    private Task<CreatedSession> CreateAsync() => _store.CreateAsync(Session(), default);

    private NewSession Session() => new(_id, "Title", "project", [new NewBeat("a", "A", "every-coon")]);

    private TakeRecord Take(string id) => new(
        id, "a", $"audio-production/{_id}/a_{id}.mp3", 1000, "offline", "espeak-ng", 0, null, [], [], [], DateTimeOffset.UnixEpoch);
}
