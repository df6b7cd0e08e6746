using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Core.Tests.Sessions.Listing;

/// <summary>
/// A client that reads all pages gets every session that doesn't change meanwhile exactly once. A session that changes moves to the front: the
/// client gets it at most once more, or only in the next listing.
/// </summary>
[Collection(StorageTests.Name)]
public sealed class ListingWhileThingsChangeTests(AzuriteFixture azurite)
{
    private readonly ListLab _lab = new(azurite.ConnectionString);

    [Fact]
    public async Task A_session_that_moves_to_the_front_is_in_the_next_listing()
    {
        var ids = await _lab.CreateAsync(6);

        var seen = await _lab.WalkAsync(2, page => page == 1 ? _lab.TouchAsync(ids[0]) : Task.CompletedTask);

        Assert.Equal([ids[5], ids[4], ids[3], ids[2], ids[1]], seen);
        Assert.Equal([ids[0], .. seen], await _lab.IdsAsync());
    }

    [Fact]
    public async Task A_listed_session_is_not_listed_again_at_its_old_position()
    {
        var ids = await _lab.CreateAsync(6);
        await _lab.TouchAsync(ids[1]);

        var seen = await _lab.WalkAsync(2, page => page == 1 ? _lab.TouchAsync(ids[1]) : Task.CompletedTask);

        Assert.Equal([ids[1], ids[5], ids[4], ids[3], ids[2], ids[0]], seen);
    }

    [Fact]
    public async Task Paging_is_not_affected_by_new_sessions_and_omits_deleted_ones()
    {
        var ids = await _lab.CreateAsync(6);

        var seen = await _lab.WalkAsync(2, async page =>
        {
            await _lab.CreateAsync(1);
            if (page == 1)
                await _lab.DeleteAsync(ids[2]);
        });

        Assert.Equal([ids[5], ids[4], ids[3], ids[1], ids[0]], seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_session_that_does_not_change_is_listed_exactly_once_whatever_else_changes(int seed)
    {
        var random = new Random(seed);
        var ids = await _lab.CreateAsync(12);
        var changing = ids.Where(_ => random.Next(2) == 0).ToList();

        var seen = await _lab.WalkAsync(random.Next(1, 5), async _ =>
        {
            for (var changes = random.Next(6); changes > 0; changes--)
                await ChangeAsync(random, changing[random.Next(changing.Count)]);
        });

        Assert.Equal(ids.Except(changing).Reverse(), seen.Except(changing));
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(ids.Order(), (await _lab.IdsAsync()).Order());
    }

    [Fact]
    public async Task Concurrent_writers_do_not_hide_or_duplicate_other_sessions()
    {
        var lab = new ListLab(azurite.ConnectionString, TimeProvider.System);
        var ids = await lab.CreateAsync(16);
        var changing = ids.Where((_, number) => number % 2 == 0).ToList();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 3).Select(number => Task.Run(async () =>
        {
            var random = new Random(number);
            while (!stop.IsCancellationRequested)
                await lab.TouchAsync(changing[random.Next(changing.Count)]);
        })).ToList();

        for (var walk = 0; walk < 8; walk++)
        {
            var seen = await lab.WalkAsync(3, _ => Task.CompletedTask);
            Assert.Equal(ids.Except(changing).Reverse(), seen.Where(id => !changing.Contains(id)));
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.Equal(ids.Order(), (await lab.IdsAsync()).Order());
    }

    [Theory]
    [InlineData("adding the new rows", "/SessionIndex(", false)]
    [InlineData("writing the session", "/Sessions(", false)]
    [InlineData("deleting the old rows", "DELETE ", true)]
    public async Task During_a_change_its_session_is_listed_at_one_position(string held, string inTransaction, bool isMoved)
    {
        var ids = await _lab.CreateAsync(6);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        proxy.Before = async call =>
        {
            if (!call.IsTransactionWith(inTransaction))
                return;
            reached.TrySetResult();
            await release.Task;
        };
        var change = _lab.Behind(proxy.ConnectionString).TouchAsync(ids[0]);
        await reached.Task;
        _lab.Time.Advance(TimeSpan.FromSeconds(1));

        var seen = await _lab.WalkAsync(2, _ => Task.CompletedTask);
        release.SetResult();
        await change;

        string[] moved = [ids[0], .. ids.Skip(1).Reverse()];
        Assert.True((isMoved ? moved : ids.Reverse()).SequenceEqual(seen), $"{held}: {string.Join(", ", seen)}");
        Assert.Equal(moved, await _lab.IdsAsync());
    }

    private async Task ChangeAsync(Random random, string id)
    {
        if (random.Next(2) == 0)
            _lab.Time.Advance(TimeSpan.FromMilliseconds(random.Next(30_000)));
        if (random.Next(3) == 0)
            await _lab.Store.SetStatusAsync(id, (SessionStatus)random.Next(1, 5), default);
        else
            await _lab.TouchAsync(id);
    }
}
