using AudioFunctions.Audio;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions;

[Collection(StorageTests.Name)]
public sealed class SessionStoreTests(AzuriteFixture azurite)
{
    private readonly SessionStore _store = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);
    private readonly string _id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_new_session_is_generating_and_has_its_beats_in_script_order()
    {
        await CreateAsync("zulu", "Alpha", "01_mike");

        var session = await _store.FindAsync(_id, default);

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
        var session = new NewSession(_id, text, text, [new NewBeat("a", text, "every-coon")]);

        // Writes a single row, then a transaction that replaces and adds, then one that replaces.
        await _store.AddDraftAsync(session, default);
        Assert.Equal(text, (await _store.FindAsync(_id, default))!.VideoTitle);
        await _store.CreateAsync(session, default);
        await _store.RecordFailureAsync(_id, "a", new BeatError("code", text), failedTakeId: null, default);

        var stored = (await _store.FindAsync(_id, default))!;
        Assert.Equal((text, text), (stored.VideoTitle, stored.ProjectName));
        Assert.Equal((text, text), (stored.Beats[0].BeatName, stored.Beats[0].Error!.Message));
    }

    [Fact]
    public async Task A_session_with_more_beats_than_fit_into_a_transaction_is_stored_completely()
    {
        var ids = Enumerable.Range(1, 230).Select(number => $"{number}_beat").ToArray();
        await CreateAsync(ids);

        var session = await _store.FindAsync(_id, default);

        Assert.Equal(ids, session!.Beats.Select(beat => beat.BeatId));
    }

    [Fact]
    public async Task Creating_again_changes_nothing()
    {
        var first = await CreateAsync("a");
        await _store.AddTakeAsync(_id, Take("aaaaaaaaaaaa", "a"), default);

        var second = await CreateAsync("a");

        Assert.Equal(first, second);
        Assert.Single((await _store.FindAsync(_id, default))!.Beats[0].Takes);
    }

    [Fact]
    public async Task A_late_second_run_of_the_creation_undoes_nothing()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        CreatedSession? first = null;
        proxy.Before = async call =>
        {
            if (first is not null || !call.IsTransactionWith(_id))
                return;
            first = await CreateAsync("a");
            await _store.AddTakeAsync(_id, Take("0123456789ab", "a"), default);
            await _store.SetStatusAsync(_id, SessionStatus.InProgress, default);
        };
        var late = new SessionStore(new TableServiceClient(proxy.ConnectionString), TimeProvider.System);

        var second = await late.CreateAsync(NewSession("a"), default);

        var session = await _store.FindAsync(_id, default);
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
        proxy.Before = call => call.IsTransactionWith(_id) && ++transactions == 3 ? crash.CancelAsync() : Task.CompletedTask;
        var broken = new SessionStore(new TableServiceClient(proxy.ConnectionString), TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken.CreateAsync(NewSession(ids), crash.Token));

        await CreateAsync(ids);

        Assert.Equal(ids, (await _store.FindAsync(_id, default))!.Beats.Select(beat => beat.BeatId));
    }

    [Fact]
    public async Task The_first_take_is_selected_and_the_second_is_not()
    {
        await CreateAsync("a", "b");

        await _store.AddTakeAsync(_id, Take("111111111111", "a", 1000), default);
        await _store.AddTakeAsync(_id, Take("222222222222", "a", 5000), default);

        var session = await _store.FindAsync(_id, default);
        Assert.Equal("111111111111", session!.Beats[0].SelectedTakeId);
        Assert.Equal(["111111111111", "222222222222"], session.Beats[0].Takes.Select(take => take.TakeId).Order());
        Assert.Null(session.Beats[1].SelectedTakeId);
        Assert.Equal(1000, session.TotalDurationMs);
    }

    [Fact]
    public async Task A_stored_take_is_read_back_unchanged()
    {
        await CreateAsync("a");
        var take = Take("0123456789ab", "a") with { BilledCharacters = null, Direction = "Flat, \"final\" – ünï", Warnings = ["one", "two"] };

        await _store.AddTakeAsync(_id, take, default);

        Assert.Equivalent(take, await _store.FindTakeAsync(_id, "0123456789ab", default), strict: true);
        Assert.Null(await _store.FindTakeAsync(_id, "ffffffffffff", default));
    }

    [Fact]
    public async Task Timings_of_a_very_long_beat_fit()
    {
        await CreateAsync("a");
        var random = new Random(7);
        var lines = Enumerable.Range(0, 40_000).Select(line => new LineTiming(line, random.Next(), random.Next())).ToList();

        await _store.AddTakeAsync(_id, Take("0123456789ab", "a") with { Lines = lines }, default);

        Assert.Equal(lines, (await _store.FindTakeAsync(_id, "0123456789ab", default))!.Lines);
    }

    [Fact]
    public async Task Adding_a_take_twice_keeps_the_first()
    {
        await CreateAsync("a");
        await _store.AddTakeAsync(_id, Take("0123456789ab", "a", 1000), default);

        await _store.AddTakeAsync(_id, Take("0123456789ab", "a", 2000), default);

        var beat = (await _store.FindAsync(_id, default))!.Beats[0];
        Assert.Equal(1000, Assert.Single(beat.Takes).AudioDurationMs);
    }

    [Fact]
    public async Task A_failure_is_recorded_until_the_beat_has_a_take()
    {
        await CreateAsync("a");
        await _store.RecordFailureAsync(_id, "a", new BeatError("quota-exceeded", "Buy more."), "cccccccccccc", default);
        var failed = (await _store.FindAsync(_id, default))!.Beats[0];

        await _store.AddTakeAsync(_id, Take("0123456789ab", "a"), default);
        var made = (await _store.FindAsync(_id, default))!.Beats[0];
        await _store.RecordFailureAsync(_id, "a", new BeatError("quota-exceeded", "Buy more."), "dddddddddddd", default);
        var kept = (await _store.FindAsync(_id, default))!.Beats[0];

        Assert.Equal(new BeatError("quota-exceeded", "Buy more."), failed.Error);
        Assert.Equal("cccccccccccc", failed.FailedTakeId);
        Assert.Null(made.Error);
        // The take may have asked for something else.
        Assert.Equal("cccccccccccc", made.FailedTakeId);
        Assert.Null(kept.Error);
        Assert.Equal("0123456789ab", kept.SelectedTakeId);
        // The next regeneration uses what the failed one has paid for.
        Assert.Equal("dddddddddddd", kept.FailedTakeId);
    }

    [Fact]
    public async Task A_take_that_is_there_is_never_one_that_failed()
    {
        await CreateAsync("a");
        await _store.AddTakeAsync(_id, Take("0123456789ab", "a", 1000), default);

        // Only the response to storing it was lost.
        await _store.RecordFailureAsync(_id, "a", new BeatError("storage-unavailable", "Try later."), "0123456789ab", default);
        await _store.KeepUnfinishedAsync(_id, "a", "cccccccccccc", "", default);

        Assert.Null((await _store.FindAsync(_id, default))!.Beats[0].FailedTakeId);
    }

    [Fact]
    public async Task Concurrent_writers_lose_no_take_and_select_exactly_one()
    {
        await CreateAsync("a");
        var ids = Enumerable.Range(0, 8).Select(number => $"00000000000{number}").ToList();

        await Task.WhenAll(ids.Select(id => _store.AddTakeAsync(_id, Take(id, "a"), default)));

        var beat = (await _store.FindAsync(_id, default))!.Beats[0];
        Assert.Equal(ids, beat.Takes.Select(take => take.TakeId).Order());
        Assert.Contains(beat.SelectedTakeId, ids);
    }

    [Fact]
    public async Task Concurrent_selections_leave_exactly_one_selected_take()
    {
        await CreateAsync("a");
        var ids = Enumerable.Range(0, 6).Select(number => $"00000000000{number}").ToList();
        foreach (var id in ids)
            await _store.AddTakeAsync(_id, Take(id, "a"), default);

        var done = await Task.WhenAll(ids.Select(id => _store.SelectAsync(_id, "a", id, allows: null, default)));

        Assert.All(done, selection => Assert.Equal(SelectionOutcome.Selected, selection.Outcome));
        Assert.Contains((await _store.FindAsync(_id, default))!.Beats[0].SelectedTakeId, ids);
    }

    [Fact]
    public async Task Only_one_of_several_concurrent_selections_of_the_same_version_succeeds()
    {
        await CreateAsync("a");
        var ids = Enumerable.Range(0, 6).Select(number => $"00000000000{number}").ToList();
        foreach (var id in ids)
            await _store.AddTakeAsync(_id, Take(id, "a"), default);
        var seen = (await _store.FindBeatAsync(_id, "a", default))!.Version;

        var done = await Task.WhenAll(ids.Select(id => _store.SelectAsync(_id, "a", id, version => version == seen, default)));

        var made = Assert.Single(ids.Zip(done), pair => pair.Second.Outcome == SelectionOutcome.Selected);
        Assert.Equal(ids.Count - 1, done.Count(selection => selection.Outcome == SelectionOutcome.OtherVersion));
        var beat = (await _store.FindBeatAsync(_id, "a", default))!;
        Assert.Equal(made.First, beat.Beat.SelectedTakeId);
        Assert.Equal(made.Second.Version, beat.Version);
    }

    [Fact]
    public async Task A_take_of_another_beat_cannot_be_selected()
    {
        await CreateAsync("a", "b");
        await _store.AddTakeAsync(_id, Take("aaaaaaaaaaaa", "a"), default);
        await _store.AddTakeAsync(_id, Take("bbbbbbbbbbbb", "b"), default);

        Assert.Equal(SelectionOutcome.NoSuchTake, (await _store.SelectAsync(_id, "a", "bbbbbbbbbbbb", allows: null, default)).Outcome);
        Assert.Equal(SelectionOutcome.NoSuchTake, (await _store.SelectAsync(_id, "a", "cccccccccccc", allows: null, default)).Outcome);

        Assert.Equal("aaaaaaaaaaaa", (await _store.FindAsync(_id, default))!.Beats[0].SelectedTakeId);
    }

    [Fact]
    public async Task Setting_the_status_returns_the_old_status_or_null_without_a_session()
    {
        await CreateAsync("a");

        var before = await _store.MoveStatusAsync(_id, SessionStatus.Generating, SessionStatus.InProgress, error: null, default);

        Assert.Equal(SessionStatus.Generating, before);
        Assert.Equal(SessionStatus.InProgress, (await _store.FindAsync(_id, default))!.Status);
        Assert.Null(await _store.MoveStatusAsync("nobody", SessionStatus.Generating, SessionStatus.InProgress, error: null, default));
    }

    [Fact]
    public async Task A_conditional_status_change_has_no_effect_on_a_session_with_another_status()
    {
        await CreateAsync("a");

        await _store.MoveStatusAsync(_id, SessionStatus.Generating, SessionStatus.InProgress, error: null, default);
        await _store.SetStatusAsync(_id, SessionStatus.Exported, default);
        var before = await _store.MoveStatusAsync(_id, SessionStatus.Generating, SessionStatus.InProgress, error: null, default);

        Assert.Equal(SessionStatus.Exported, before);
        Assert.Equal(SessionStatus.Exported, (await _store.FindAsync(_id, default))!.Status);
    }

    [Fact]
    public async Task The_reason_why_a_production_ended_early_is_kept_until_it_completes()
    {
        var (_, seed) = await CreateAsync("a");
        var error = new BeatError("script-invalid", new string('x', 5000));

        await _store.MoveStatusAsync(_id, SessionStatus.Generating, SessionStatus.InProgress, error, default);
        await _store.MoveStatusAsync(_id, SessionStatus.Generating, SessionStatus.InProgress, new BeatError("late", "Too late."), default);
        await _store.AddTakeAsync(_id, Take("aaaaaaaaaaaa", "a"), default);
        await _store.SetStatusAsync(_id, SessionStatus.Completed, default);
        var early = await _store.FindAsync(_id, default);
        await _store.FinishAsync(_id, seed, SessionStatus.InProgress, default);
        var done = await _store.FindAsync(_id, default);
        await _store.FinishAsync(_id, seed, SessionStatus.InProgress, default);

        Assert.Equal(error with { Message = new string('x', 999) + "…" }, early!.Error);
        Assert.Equal((SessionStatus.Completed, null), (done!.Status, done.Error));
        Assert.Equal(done.UpdatedAt, (await _store.FindAsync(_id, default))!.UpdatedAt);
    }

    [Fact]
    public async Task A_draft_that_ended_early_has_no_error_while_it_is_generating()
    {
        var session = new NewSession(_id, "Title", "p", []);
        await _store.AddDraftAsync(session, default);
        await _store.MoveStatusAsync(_id, SessionStatus.Draft, SessionStatus.InProgress, new BeatError("script-missing", "None."), default);
        var early = await _store.FindAsync(_id, default);

        await _store.CreateAsync(session, default);
        var again = await _store.FindAsync(_id, default);

        Assert.Equal("script-missing", early!.Error!.Code);
        Assert.Equal((SessionStatus.Generating, null), (again!.Status, again.Error));
    }

    [Fact]
    public async Task A_take_of_a_missing_beat_is_refused()
    {
        await CreateAsync("a");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => _store.AddTakeAsync(_id, Take("0123456789ab", "b"), default));

        Assert.Contains("no beat b", failure.Message, StringComparison.Ordinal);
        Assert.Null(await _store.FindTakeAsync(_id, "0123456789ab", default));
    }

    [Fact]
    public async Task A_very_long_title_is_shortened_without_splitting_a_character()
    {
        await _store.CreateAsync(new NewSession(_id, new string('x', 998) + "🦝" + new string('y', 500_000), "p", []), default);

        var session = await _store.FindAsync(_id, default);

        Assert.Equal(new string('x', 998) + "…", session!.VideoTitle);
    }

    [Fact]
    public async Task A_take_has_the_take_of_another_session_that_it_was_copied_from_or_null()
    {
        await CreateAsync("a");
        await _store.AddTakeAsync(_id, Take("aaaaaaaaaaaa", "a"), default);
        await _store.AddTakeAsync(_id, Take("bbbbbbbbbbbb", "a") with { ReusedFrom = new ReusedTake("earlier", "cccccccccccc") }, default);

        Assert.Null((await _store.FindTakeAsync(_id, "aaaaaaaaaaaa", default))!.ReusedFrom);
        Assert.Equal(new ReusedTake("earlier", "cccccccccccc"), (await _store.FindTakeAsync(_id, "bbbbbbbbbbbb", default))!.ReusedFrom);
    }

    [Fact]
    public async Task A_take_keeps_its_quality_and_a_take_older_than_the_quality_check_has_none()
    {
        await CreateAsync("a");
        await _store.AddTakeAsync(_id, Take("aaaaaaaaaaaa", "a"), default);
        var quality = new TakeQuality(QualityVerdict.Suspect, [QualityReasons.CutOff, QualityReasons.NoisyTail], null, -0.3);
        await _store.AddTakeAsync(_id, Take("bbbbbbbbbbbb", "a") with { Quality = quality }, default);

        Assert.Null((await _store.FindTakeAsync(_id, "aaaaaaaaaaaa", default))!.Quality);
        Assert.Equivalent(quality, (await _store.FindTakeAsync(_id, "bbbbbbbbbbbb", default))!.Quality, strict: true);
    }

    private Task<CreatedSession> CreateAsync(params string[] beatIds) => _store.CreateAsync(NewSession(beatIds), default);

    private NewSession NewSession(params string[] beatIds) =>
        new(_id, "Title", "project", [.. beatIds.Select(id => new NewBeat(id, $"Name of {id}", "every-coon"))]);

    private TakeRecord Take(string id, string beatId, int durationMs = 1234) => new(
        id,
        beatId,
        $"audio-production/{_id}/{beatId}_{id}.mp3",
        durationMs,
        "offline",
        "espeak-ng",
        42,
        "Deadpan",
        [new SegmentRecord("every-coon", "voice", new VoiceSettings(0.35, 0.78, 0.45, 1.0), "Me say.")],
        [new LineTiming(0, 10, 900)],
        [],
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
}
