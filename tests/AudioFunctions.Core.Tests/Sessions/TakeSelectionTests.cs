using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>Concurrent writers, and selecting takes.</summary>
[Collection(StorageTests.Name)]
public sealed class TakeSelectionTests(AzuriteFixture azurite)
{
    private readonly StoredSession _lab = new(azurite);

    [Fact]
    public async Task Concurrent_writers_lose_no_take_and_select_exactly_one()
    {
        await _lab.CreateAsync("a");
        var ids = Enumerable.Range(0, 8).Select(number => $"00000000000{number}").ToList();

        await Task.WhenAll(ids.Select(id => _lab.Store.AddTakeAsync(_lab.Id, _lab.Take(id, "a"), default)));

        var beat = (await _lab.Store.FindAsync(_lab.Id, default))!.Beats[0];
        Assert.Equal(ids, beat.Takes.Select(take => take.TakeId).Order());
        Assert.Contains(beat.SelectedTakeId, ids);
    }

    [Fact]
    public async Task Concurrent_selections_leave_exactly_one_selected_take()
    {
        await _lab.CreateAsync("a");
        var ids = Enumerable.Range(0, 6).Select(number => $"00000000000{number}").ToList();
        foreach (var id in ids)
            await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take(id, "a"), default);

        var done = await Task.WhenAll(ids.Select(id => _lab.Store.SelectAsync(_lab.Id, "a", id, allows: null, default)));

        Assert.All(done, selection => Assert.Equal(SelectionOutcome.Selected, selection.Outcome));
        Assert.Contains((await _lab.Store.FindAsync(_lab.Id, default))!.Beats[0].SelectedTakeId, ids);
    }

    [Fact]
    public async Task Only_one_of_several_concurrent_selections_of_the_same_version_succeeds()
    {
        await _lab.CreateAsync("a");
        var ids = Enumerable.Range(0, 6).Select(number => $"00000000000{number}").ToList();
        foreach (var id in ids)
            await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take(id, "a"), default);
        var seen = (await _lab.Store.FindBeatAsync(_lab.Id, "a", default))!.Version;

        var done = await Task.WhenAll(ids.Select(id => _lab.Store.SelectAsync(_lab.Id, "a", id, version => version == seen, default)));

        var made = Assert.Single(ids.Zip(done), pair => pair.Second.Outcome == SelectionOutcome.Selected);
        Assert.Equal(ids.Count - 1, done.Count(selection => selection.Outcome == SelectionOutcome.OtherVersion));
        var beat = (await _lab.Store.FindBeatAsync(_lab.Id, "a", default))!;
        Assert.Equal(made.First, beat.Beat.SelectedTakeId);
        Assert.Equal(made.Second.Version, beat.Version);
    }

    [Fact]
    public async Task A_take_of_another_beat_cannot_be_selected()
    {
        await _lab.CreateAsync("a", "b");
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("aaaaaaaaaaaa", "a"), default);
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("bbbbbbbbbbbb", "b"), default);

        Assert.Equal(SelectionOutcome.NoSuchTake, (await _lab.Store.SelectAsync(_lab.Id, "a", "bbbbbbbbbbbb", allows: null, default)).Outcome);
        Assert.Equal(SelectionOutcome.NoSuchTake, (await _lab.Store.SelectAsync(_lab.Id, "a", "cccccccccccc", allows: null, default)).Outcome);

        Assert.Equal("aaaaaaaaaaaa", (await _lab.Store.FindAsync(_lab.Id, default))!.Beats[0].SelectedTakeId);
    }
}
