using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>Stars and hidden takes.</summary>
[Collection(StorageTests.Name)]
public sealed class TakeMarksTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string First = "111111111111";
    private const string Second = "222222222222";
    private const string Third = "333333333333";

    private readonly TableServiceClient _tables = new(azurite.ConnectionString);
    private readonly SessionStore _store = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);
    private readonly string _id = Guid.NewGuid().ToString("N");

    /// <summary>A beat with three takes, of which the first is selected.</summary>
    public async Task InitializeAsync()
    {
        await _store.CreateAsync(new NewSession(_id, "Title", "project", [new NewBeat("Beat", "Name", "every-coon")]), default);
        foreach (var take in (string[])[First, Second, Third])
        {
            var path = $"audio-production/s/{take}.mp3";
            await _store.AddTakeAsync(
                _id, new TakeRecord(take, "Beat", path, 1000, "offline", "m", 0, null, [], [], [], DateTimeOffset.UnixEpoch), default);
        }
    }

    [Fact]
    public async Task Marks_of_a_take_change_one_by_one_and_leave_no_column_when_all_are_gone()
    {
        await MarkAsync(Second, marks => marks with { IsStarred = true });
        await MarkAsync(Second, marks => marks with { IsHidden = true });
        await MarkAsync(Third, marks => marks with { IsStarred = true });
        Assert.Equal((First, ""), await MarksAsync(0));
        Assert.Equal((Second, "starred hidden"), await MarksAsync(1));
        Assert.Equal((Third, "starred"), await MarksAsync(2));

        await MarkAsync(Second, _ => new TakeMarks(IsStarred: false, IsHidden: false));
        await MarkAsync(Third, _ => new TakeMarks(IsStarred: false, IsHidden: false));

        Assert.Equal((Second, ""), await MarksAsync(1));
        Assert.DoesNotContain((await RowAsync("beat-beat")).Keys, name => name.EndsWith("Takes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_of_takes_stay_as_they_were_added()
    {
        var before = await RowAsync($"take-{Second}");

        await MarkAsync(Second, _ => new TakeMarks(IsStarred: true, IsHidden: true));

        Assert.Equal(before.ETag, (await RowAsync($"take-{Second}")).ETag);
    }

    [Fact]
    public async Task Selected_take_cannot_be_hidden_and_selecting_a_hidden_one_shows_it()
    {
        Assert.Equal(MarkOutcome.IsSelected, await MarkAsync(First, _ => new TakeMarks(IsStarred: true, IsHidden: true)));
        Assert.Equal((First, ""), await MarksAsync(0));
        Assert.Equal(MarkOutcome.Written, await MarkAsync(First, marks => marks with { IsStarred = true }));

        await MarkAsync(Second, marks => marks with { IsHidden = true });
        await _store.SelectAsync(_id, "Beat", Second, allows: null, default);
        Assert.Equal((Second, ""), await MarksAsync(1));
        await _store.SelectAsync(_id, "Beat", First, allows: null, default);
        Assert.Equal((Second, ""), await MarksAsync(1));
        Assert.Equal((First, "starred"), await MarksAsync(0));
    }

    [Fact]
    public async Task Hidden_take_that_an_earlier_version_selected_is_shown_and_stays_so()
    {
        await MarkAsync(Second, _ => new TakeMarks(IsStarred: true, IsHidden: true));
        // It writes all columns back, and knows nothing of marks.
        var beat = await RowAsync("beat-beat");
        beat["SelectedTakeId"] = Second;
        await _tables.GetTableClient(SessionStore.TableName).UpdateEntityAsync(beat, beat.ETag, TableUpdateMode.Replace);

        Assert.Equal((Second, "starred"), await MarksAsync(1));
        await _store.SelectAsync(_id, "Beat", First, allows: null, default);
        Assert.Equal((Second, "starred"), await MarksAsync(1));
    }

    [Fact]
    public async Task Concurrent_marks_are_all_kept()
    {
        var done = await Task.WhenAll(((string[])[First, Second, Third]).Select(take => MarkAsync(take, marks => marks with { IsStarred = true })));

        Assert.All(done, outcome => Assert.Equal(MarkOutcome.Written, outcome));
        Assert.All((await _store.FindAsync(_id, default))!.Beats[0].Takes, take => Assert.True(take.Starred));
    }

    [Fact]
    public async Task Hiding_and_selecting_at_once_never_leaves_a_hidden_selected_take()
    {
        await Task.WhenAll(
            MarkAsync(Second, marks => marks with { IsHidden = true }), _store.SelectAsync(_id, "Beat", Second, allows: null, default));

        Assert.Equal((Second, ""), await MarksAsync(1));
        Assert.False((await RowAsync("beat-beat")).ContainsKey("HiddenTakes"));
    }

    [Fact]
    public async Task Another_version_and_an_unknown_take_are_refused()
    {
        Assert.Equal(MarkOutcome.OtherVersion, (await _store.MarkAsync(_id, Second, _ => new TakeMarks(true, true), _ => false, default)).Outcome);
        Assert.Equal(MarkOutcome.NoSuchTake, await MarkAsync("444444444444", _ => new TakeMarks(true, true)));
        Assert.Equal((Second, ""), await MarksAsync(1));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task<MarkOutcome> MarkAsync(string takeId, Func<TakeMarks, TakeMarks> change) =>
        (await _store.MarkAsync(_id, takeId, change, allows: null, default)).Outcome;

    private async Task<(string TakeId, string Marks)> MarksAsync(int index)
    {
        var take = (await _store.FindAsync(_id, default))!.Beats[0].Takes.OrderBy(take => take.TakeId).ElementAt(index);
        return (take.TakeId, $"{(take.Starred ? "starred" : "")} {(take.Hidden ? "hidden" : "")}".Trim());
    }

    private async Task<TableEntity> RowAsync(string key) =>
        (await _tables.GetTableClient(SessionStore.TableName).GetEntityAsync<TableEntity>(_id, key)).Value;
}
