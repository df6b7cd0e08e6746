using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Core.Tests.Sessions.Listing;

/// <summary>A client that pages sees every session that was there throughout exactly once, whatever happens in between.</summary>
[Collection(StorageTests.Name)]
public sealed class ListingWhileThingsChangeTests(AzuriteFixture azurite)
{
    private readonly ListLab _lab = new(azurite.ConnectionString);

    [Fact]
    public async Task A_session_that_moves_to_the_front_is_still_shown_at_its_old_place()
    {
        var ids = await _lab.CreateAsync(6);

        var seen = await _lab.WalkAsync(2, page => page == 1 ? _lab.TouchAsync(ids[0]) : Task.CompletedTask);

        Assert.Equal(ids.Reverse(), seen);
    }

    [Fact]
    public async Task A_session_that_was_shown_is_not_shown_again_where_it_stood_before()
    {
        var ids = await _lab.CreateAsync(6);
        await _lab.TouchAsync(ids[1]);

        var seen = await _lab.WalkAsync(2, page => page == 1 ? _lab.TouchAsync(ids[1]) : Task.CompletedTask);

        Assert.Equal([ids[1], ids[5], ids[4], ids[3], ids[2], ids[0]], seen);
    }

    [Fact]
    public async Task A_session_made_meanwhile_is_not_in_the_way_and_a_deleted_one_is_left_out()
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
    public async Task Whatever_changes_between_pages_each_session_is_seen_once(int seed)
    {
        var random = new Random(seed);
        var ids = await _lab.CreateAsync(12);
        foreach (var id in ids.Where(_ => random.Next(3) == 0))
            await ChangeAsync(random, id);

        var seen = await _lab.WalkAsync(random.Next(1, 5), async _ =>
        {
            for (var changes = random.Next(6); changes > 0; changes--)
                await ChangeAsync(random, ids[random.Next(ids.Count)]);
        });

        Assert.Equal(ids.Order(), seen.Order());
    }

    [Fact]
    public async Task Writers_at_work_hide_no_session_and_double_none()
    {
        var lab = new ListLab(azurite.ConnectionString, TimeProvider.System);
        var ids = await lab.CreateAsync(16);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 3).Select(number => Task.Run(async () =>
        {
            var random = new Random(number);
            while (!stop.IsCancellationRequested)
                await lab.TouchAsync(ids[random.Next(ids.Count)]);
        })).ToList();

        for (var walk = 0; walk < 8; walk++)
            Assert.Equal(ids.Order(), (await lab.WalkAsync(3, _ => Task.CompletedTask)).Order());

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.Equal(ids.Order(), (await lab.IdsAsync()).Order());
    }

    [Theory]
    [InlineData("SessionIndex(")]
    [InlineData("$batch")]
    public async Task A_change_that_was_given_its_time_before_the_listing_and_is_written_after_its_first_page_hides_nothing(string heldAt)
    {
        var ids = await _lab.CreateAsync(6);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        proxy.Before = async call =>
        {
            if (!call.Path.Contains(heldAt, StringComparison.Ordinal))
                return;
            reached.TrySetResult();
            await release.Task;
        };
        var change = _lab.Behind(proxy.ConnectionString).TouchAsync(ids[0]);
        await reached.Task;
        _lab.Time.Advance(TimeSpan.FromSeconds(1));

        var seen = await _lab.WalkAsync(2, page =>
        {
            release.TrySetResult();
            return change;
        });

        Assert.Equal(ids.Reverse(), seen);
        Assert.Equal(ids[0], (await _lab.IdsAsync())[0]);
    }

    [Fact]
    public async Task A_change_whose_old_rows_are_not_marked_yet_doubles_nothing()
    {
        var ids = await _lab.CreateAsync(6);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        proxy.Before = async call =>
        {
            if (call.Method == "PUT" || !call.Path.Contains("SessionIndex(", StringComparison.Ordinal))
                return;
            reached.TrySetResult();
            await release.Task;
        };
        var change = _lab.Behind(proxy.ConnectionString).TouchAsync(ids[0]);
        await reached.Task;

        var seen = await _lab.WalkAsync(2, _ => Task.CompletedTask);
        release.SetResult();
        await change;

        Assert.Equal([ids[0], .. ids.Skip(1).Reverse()], seen);
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
