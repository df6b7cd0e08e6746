using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>Creating sessions and their beats.</summary>
[Collection(StorageTests.Name)]
public sealed class SessionCreationTests(AzuriteFixture azurite)
{
    private readonly StoredSession _lab = new(azurite);

    [Fact]
    public async Task A_new_session_is_generating_and_has_its_beats_in_script_order()
    {
        await _lab.CreateAsync("zulu", "Alpha", "01_mike");

        var session = await _lab.Store.FindAsync(_lab.Id, default);

        Assert.Equal(SessionStatus.Generating, session!.Status);
        Assert.Equal(["zulu", "Alpha", "01_mike"], session.Beats.Select(beat => beat.BeatId));
        Assert.All(session.Beats, beat => Assert.Empty(beat.Takes));
        Assert.Equal("Title", session.VideoTitle);
    }

    [Theory]
    [InlineData("Čau 漢字 🦝")]
    [InlineData("it's \"a','b', --batch_x\r\n\r\n\\ ")]
    public async Task Any_text_is_stored_unchanged_in_a_single_row_and_in_a_transaction(string text)
    {
        var session = new NewSession(_lab.Id, text, text, [new NewBeat("a", text, "every-coon")]);

        // Writes a single row, then a transaction that replaces and adds, then one that replaces.
        await _lab.Store.AddDraftAsync(session, default);
        Assert.Equal(text, (await _lab.Store.FindAsync(_lab.Id, default))!.VideoTitle);
        await _lab.Store.CreateAsync(session, default);
        await _lab.Store.RecordFailureAsync(_lab.Id, "a", new BeatError("code", text), failedTakeId: null, default);

        var stored = (await _lab.Store.FindAsync(_lab.Id, default))!;
        Assert.Equal((text, text), (stored.VideoTitle, stored.ProjectName));
        Assert.Equal((text, text), (stored.Beats[0].BeatName, stored.Beats[0].Error!.Message));
    }

    [Fact]
    public async Task A_session_with_more_beats_than_fit_into_a_transaction_is_stored_completely()
    {
        var ids = Enumerable.Range(1, 230).Select(number => $"{number}_beat").ToArray();
        await _lab.CreateAsync(ids);

        var session = await _lab.Store.FindAsync(_lab.Id, default);

        Assert.Equal(ids, session!.Beats.Select(beat => beat.BeatId));
    }

    [Fact]
    public async Task Creating_again_changes_nothing()
    {
        var first = await _lab.CreateAsync("a");
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("aaaaaaaaaaaa", "a"), default);

        var second = await _lab.CreateAsync("a");

        Assert.Equal(first, second);
        Assert.Single((await _lab.Store.FindAsync(_lab.Id, default))!.Beats[0].Takes);
    }

    [Fact]
    public async Task A_late_second_run_of_the_creation_undoes_nothing()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        CreatedSession? first = null;
        proxy.Before = async call =>
        {
            if (first is not null || !call.IsTransactionWith(_lab.Id))
                return;
            first = await _lab.CreateAsync("a");
            await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("0123456789ab", "a"), default);
            await _lab.Store.SetStatusAsync(_lab.Id, SessionStatus.InProgress, default);
        };
        var late = new SessionStore(new TableServiceClient(proxy.ConnectionString), TimeProvider.System);

        var second = await late.CreateAsync(_lab.Session("a"), default);

        var session = await _lab.Store.FindAsync(_lab.Id, default);
        Assert.Equal(first, second);
        Assert.Equal("0123456789ab", session!.Beats[0].SelectedTakeId);
        Assert.Equal(SessionStatus.InProgress, session.Status);
    }

    [Fact]
    public async Task Creating_continues_after_a_run_that_was_interrupted_between_two_transactions()
    {
        var ids = Enumerable.Range(1, 230).Select(number => $"{number}_beat").ToArray();
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var transactions = 0;
        using var crash = new CancellationTokenSource();
        proxy.Before = call => call.IsTransactionWith(_lab.Id) && ++transactions == 3 ? crash.CancelAsync() : Task.CompletedTask;
        var broken = new SessionStore(new TableServiceClient(proxy.ConnectionString), TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken.CreateAsync(_lab.Session(ids), crash.Token));

        await _lab.CreateAsync(ids);

        Assert.Equal(ids, (await _lab.Store.FindAsync(_lab.Id, default))!.Beats.Select(beat => beat.BeatId));
    }

    [Fact]
    public async Task A_very_long_title_is_shortened_without_splitting_a_character()
    {
        await _lab.Store.CreateAsync(new NewSession(_lab.Id, new string('x', 998) + "🦝" + new string('y', 500_000), "p", []), default);

        var session = await _lab.Store.FindAsync(_lab.Id, default);

        Assert.Equal(new string('x', 998) + "…", session!.VideoTitle);
    }
}
