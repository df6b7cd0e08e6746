using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Sessions.Listing;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions.Listing;

[Collection(StorageTests.Name)]
public sealed class SessionListTests(AzuriteFixture azurite)
{
    private readonly ListLab _lab = new(azurite.ConnectionString);

    [Fact]
    public async Task The_newest_change_comes_first()
    {
        var ids = await _lab.CreateAsync(3);

        await _lab.TouchAsync(ids[0]);

        var page = await _lab.PageAsync();
        Assert.Equal([ids[0], ids[2], ids[1]], page.Sessions.Select(session => session.SessionId));
        Assert.Null(page.Continuation);
        var first = page.Sessions[0];
        Assert.Equal(("Title", _lab.Project, SessionStatus.Generating, 2), (first.VideoTitle, first.ProjectName, first.Status, first.BeatCount));
        Assert.Equal(_lab.Time.GetUtcNow(), first.UpdatedAt);
        Assert.Equal(_lab.Time.GetUtcNow() - TimeSpan.FromSeconds(3), first.CreatedAt);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    [InlineData(5, 1)]
    public async Task Pages_have_the_requested_size_and_the_last_has_no_continuation(int limit, int pages)
    {
        var ids = await _lab.CreateAsync(4);
        var count = 1;

        var seen = await _lab.WalkAsync(limit, page => Task.FromResult(count = page + 1));

        Assert.Equal(ids.Reverse(), seen);
        Assert.Equal(pages, count);
    }

    [Fact]
    public async Task A_list_without_filters_contains_the_sessions_of_every_project()
    {
        var other = new ListLab(azurite.ConnectionString);
        string[] ids = [.. await _lab.CreateAsync(1), .. await other.CreateAsync(1)];
        var query = new SessionQuery(SessionQuery.MaxLimit, null, null);
        var seen = new List<string>();

        ListPosition? from = null;
        do
        {
            var page = await _lab.List.ReadAsync(query, from, (_, _) => Task.FromResult(false), default);
            seen.AddRange(page.Sessions.Select(session => session.SessionId));
            from = page.Continuation;
        }
        while (from is not null);

        Assert.All(ids, id => Assert.Single(seen, id));
    }

    [Fact]
    public async Task The_status_filter_lists_the_sessions_with_that_current_status()
    {
        var ids = await _lab.CreateAsync(3);

        await _lab.Store.SetStatusAsync(ids[1], SessionStatus.InProgress, default);

        Assert.Equal([ids[2], ids[0]], await _lab.IdsAsync(SessionStatus.Generating));
        Assert.Equal([ids[1]], await _lab.IdsAsync(SessionStatus.InProgress));
        Assert.Empty(await _lab.IdsAsync(SessionStatus.Exported));
    }

    [Fact]
    public async Task Projects_with_similar_names_are_separate()
    {
        var name = new string('x', 5_000) + Guid.NewGuid();
        var labs = new[] { name[4_900..], name[4_900..].ToUpperInvariant(), name[4_900..] + "/", name }
            .Select(project => new ListLab(azurite.ConnectionString, project: project)).ToList();
        var ids = new List<string>();
        foreach (var lab in labs)
            ids.AddRange(await lab.CreateAsync(1));

        foreach (var (index, lab) in labs.Index())
            Assert.Equal([ids[index]], await lab.IdsAsync());
    }

    [Fact]
    public async Task A_session_is_listed_as_draft_from_the_moment_it_is_accepted()
    {
        var session = _lab.Session();

        Assert.True(await _lab.Store.AddDraftAsync(session, default));
        Assert.True(await _lab.Store.AddDraftAsync(session, default));
        var draft = Assert.Single((await _lab.PageAsync(status: SessionStatus.Draft)).Sessions);
        _lab.Time.Advance(TimeSpan.FromSeconds(5));
        var (createdAt, seed) = await _lab.Store.CreateAsync(session, default);

        Assert.Equal((2, SessionStatus.Draft), (draft.BeatCount, draft.Status));
        Assert.Equal(draft.CreatedAt, createdAt);
        Assert.Empty(await _lab.IdsAsync(SessionStatus.Draft));
        var listed = Assert.Single((await _lab.PageAsync(status: SessionStatus.Generating)).Sessions);
        Assert.Equal(_lab.Time.GetUtcNow(), listed.UpdatedAt);
        Assert.False(await _lab.Store.AddDraftAsync(session, default));
        Assert.Equal(new CreatedSession(createdAt, seed), await _lab.Store.CreateAsync(session, default));
        Assert.Equal(2, (await _lab.Store.FindAsync(session.SessionId, default))!.Beats.Count);
    }

    [Fact]
    public async Task An_abandoned_draft_can_still_be_produced()
    {
        var session = _lab.Session();
        await _lab.Store.AddDraftAsync(session, default);
        await _lab.Store.MoveStatusAsync(session.SessionId, SessionStatus.Draft, SessionStatus.InProgress, error: null, default);

        await _lab.Store.CreateAsync(session, default);

        Assert.Equal([session.SessionId], await _lab.IdsAsync(SessionStatus.Generating));
        Assert.Equal(2, (await _lab.Store.FindAsync(session.SessionId, default))!.Beats.Count);
    }

    [Fact]
    public async Task Times_increase_even_if_the_clock_stands_still()
    {
        var session = _lab.Session();
        await _lab.Store.CreateAsync(session, default);
        var before = Assert.Single((await _lab.PageAsync()).Sessions).UpdatedAt;

        await _lab.TouchAsync(session.SessionId);
        await _lab.TouchAsync(session.SessionId);

        Assert.Equal(before.AddTicks(2), Assert.Single((await _lab.PageAsync()).Sessions).UpdatedAt);
    }

    [Fact]
    public async Task A_session_that_is_being_deleted_is_not_listed_and_leaves_no_row()
    {
        var ids = await _lab.CreateAsync(2);
        await _lab.TouchAsync(ids[0]);
        await _lab.Store.SetStatusAsync(ids[0], SessionStatus.Completed, default);

        await _lab.Removal.MarkAsync(ids[0], default);
        var marked = await _lab.IdsAsync();
        await _lab.Removal.DeleteDataAsync(ids[0], default);

        Assert.Equal([ids[1]], marked);
        Assert.Equal([ids[1]], await _lab.IdsAsync());
        Assert.Empty(await _lab.IndexRowsAsync(ids[0]));
    }

    [Fact]
    public async Task A_session_is_listed_again_if_its_deletion_is_undone()
    {
        var ids = await _lab.CreateAsync(2);

        await _lab.Removal.MarkAsync(ids[0], default);
        await _lab.Removal.UnmarkAsync(ids[0], default);

        Assert.Equal([ids[1], ids[0]], await _lab.IdsAsync());
    }

    [Fact]
    public async Task A_session_has_one_row_in_each_of_its_lists_however_often_it_changes()
    {
        var session = _lab.Session();
        await _lab.Store.AddDraftAsync(session, default);
        await _lab.Store.CreateAsync(session, default);
        for (var change = 0; change < 3; change++)
            await _lab.TouchAsync(session.SessionId);

        await _lab.Store.SetStatusAsync(session.SessionId, SessionStatus.InProgress, default);

        var rows = await _lab.IndexRowsAsync(session.SessionId);
        var lists = SessionLists.Of(_lab.Project, SessionStatus.InProgress).Select(list => $"sessions/{list}");
        Assert.Equal(lists.Order(StringComparer.Ordinal), rows.Select(row => row[..row.LastIndexOf('_')]).Order(StringComparer.Ordinal));
        Assert.Equal([session.SessionId], await _lab.IdsAsync(SessionStatus.InProgress));
    }

    [Fact]
    public async Task A_change_needs_three_requests_besides_reading()
    {
        var ids = await _lab.CreateAsync(1);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var lab = _lab.Behind(proxy.ConnectionString);
        await lab.TouchAsync(ids[0]);
        var writes = 0;
        proxy.After = call => Task.FromResult(call.Method == "GET" ? writes : Interlocked.Increment(ref writes));

        await lab.TouchAsync(ids[0]);

        Assert.Equal(3, writes);
    }

    [Fact]
    public async Task Sessions_that_an_earlier_version_listed_are_listed()
    {
        var ids = await _lab.CreateAsync(3);
        var index = _lab.Tables.GetTableClient("SessionIndex");
        foreach (var id in ids)
        {
            var session = (await _lab.Tables.GetTableClient(SessionStore.TableName).GetEntityAsync<TableEntity>(id, "session")).Value;
            foreach (var row in await _lab.IndexRowsAsync(id))
                await index.DeleteEntityAsync("sessions", row["sessions/".Length..]);
            await index.AddEntityAsync(new TableEntity("all", session.GetString("Listed")[..27]) { ["SessionId"] = id });
        }

        await index.AddEntityAsync(new TableEntity("all", ListedVersion.New(_lab.Time.GetUtcNow(), SessionStatus.Draft).Key) { ["SessionId"] = ids[0] });
        await index.DeleteEntityAsync("sessions", "~old-index-added");

        var started = new ListLab(azurite.ConnectionString, project: _lab.Project);

        Assert.Equal(ids.Reverse(), await started.IdsAsync());
        Assert.Equal(ids.Reverse(), await started.IdsAsync(SessionStatus.Generating));
        Assert.All(await Task.WhenAll(ids.Select(started.IndexRowsAsync)), rows => Assert.Equal(4, rows.Count(row => row.StartsWith("sessions/", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Orphaned_index_rows_are_not_listed_and_are_removed_when_they_are_old()
    {
        var ids = await _lab.CreateAsync(1);
        await AddRowAsync(ids[0], TimeSpan.FromMinutes(5));
        await AddRowAsync(ids[0] + "-now", TimeSpan.FromMinutes(5));
        await AddRowAsync(ids[0], TimeSpan.FromMinutes(61));
        await AddRowAsync(ids[0] + "-gone", TimeSpan.FromMinutes(61));

        Assert.Equal(ids, await _lab.IdsAsync());

        Assert.Equal(5, (await _lab.IndexRowsAsync(ids[0])).Count);
        Assert.Single(await _lab.IndexRowsAsync(ids[0] + "-now"));
        Assert.Empty(await _lab.IndexRowsAsync(ids[0] + "-gone"));
    }

    [Fact]
    public async Task A_page_is_full_even_if_most_rows_are_skipped()
    {
        var ids = await _lab.CreateAsync(4);
        for (var row = 0; row < 25; row++)
            await AddRowAsync("nobody", TimeSpan.FromSeconds(-row));

        var page = await _lab.PageAsync(limit: 3);

        Assert.Equal(ids.Reverse().Take(3), page.Sessions.Select(session => session.SessionId));
        Assert.NotNull(page.Continuation);
    }

    [Fact]
    public async Task If_too_many_rows_are_skipped_the_page_is_short_and_the_next_one_continues()
    {
        var ids = await _lab.CreateAsync(2);
        for (var row = 0; row < 40; row++)
            await AddRowAsync("nobody", TimeSpan.FromSeconds(-row));

        var page = await _lab.PageAsync(limit: 2);
        var next = await _lab.PageAsync(limit: 2, from: page.Continuation);

        Assert.Empty(page.Sessions);
        Assert.Equal(ids.Reverse(), next.Sessions.Select(session => session.SessionId));
    }

    [Fact]
    public async Task The_status_of_a_session_whose_production_has_ended_is_corrected_before_it_is_listed()
    {
        var ids = await _lab.CreateAsync(2);
        async Task<bool> Reconcile(SessionSummary session, CancellationToken cancellationToken)
        {
            if (session.SessionId != ids[0])
                return false;
            await _lab.Store.MoveStatusAsync(ids[0], SessionStatus.Generating, SessionStatus.InProgress, error: null, cancellationToken);
            return true;
        }

        var generating = await _lab.List.ReadAsync(new SessionQuery(10, _lab.Project, SessionStatus.Generating), null, Reconcile, default);

        Assert.Equal([ids[1]], generating.Sessions.Select(session => session.SessionId));
        Assert.Equal([ids[0]], await _lab.IdsAsync(SessionStatus.InProgress));
    }

    private async Task AddRowAsync(string sessionId, TimeSpan age)
    {
        var key = ListedVersion.New(_lab.Time.GetUtcNow() - age, SessionStatus.Draft).Key;
        var row = new TableEntity("sessions", SessionIndex.RowKey(SessionLists.For(_lab.Project, null), key)) { ["SessionId"] = sessionId };
        await _lab.Tables.GetTableClient("SessionIndex").AddEntityAsync(row);
    }
}
