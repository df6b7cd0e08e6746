using AudioFunctions.Audio;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>Replacing the script in a session's rows: completely or not at all.</summary>
[Collection(StorageTests.Name)]
public sealed class ScriptReplacementTests(AzuriteFixture azurite)
{
    private const int Many = 150;

    private readonly SessionStore _store = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);
    private readonly string _id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task More_beats_than_fit_into_a_transaction_are_replaced_completely()
    {
        await CreateAsync(Many);
        await _store.AddTakeAsync(_id, Take("aaaaaaaaaaaa", "b001"), default);
        var outline = Outline("2-new", [.. Enumerable.Range(0, Many).Reverse().Select(number => Beat(number, number == 1 ? "" : "2-new"))]);

        Assert.True(await ReplaceAsync(outline));

        var session = (await _store.FindAsync(_id, default))!;
        Assert.Equal(outline.Beats.Select(beat => (beat.BeatId, beat.BeatName)), session.Beats.Select(beat => (beat.BeatId, beat.BeatName)));
        Assert.Equal("aaaaaaaaaaaa", Assert.Single(session.Beats, beat => beat.SelectedTakeId is not null).SelectedTakeId);
        Assert.Equal(SessionStatus.InProgress, session.Status);
    }

    [Fact]
    public async Task A_session_that_changed_after_it_was_read_keeps_its_script()
    {
        await CreateAsync(2);
        var seen = (await _store.FindScriptStateAsync(_id, default))!;
        await _store.AddTakeAsync(_id, Take("aaaaaaaaaaaa", "b000"), default);

        var replaced = await _store.TryReplaceScriptAsync(seen, Outline("2-new", Beat(0, "2-new")), "Other", startsProduction: false, default);

        var session = (await _store.FindAsync(_id, default))!;
        Assert.False(replaced);
        Assert.Equal(("Title", 2, "aaaaaaaaaaaa"), (session.VideoTitle, session.Beats.Count, session.Beats[0].SelectedTakeId));
        Assert.Single((await _store.FindScriptVersionsAsync(_id, default))!);
    }

    [Fact]
    public async Task Two_replacements_of_the_same_version_do_not_mix()
    {
        await CreateAsync(2);
        var seen = (await _store.FindScriptStateAsync(_id, default))!;
        var outlines = new[] { "2-one", "2-two" }.Select(name => Outline(name, Beat(0, name), Beat(1, name))).ToList();

        var replaced = await Task.WhenAll(
            outlines.Select(outline => _store.TryReplaceScriptAsync(seen, outline, outline.ScriptName, startsProduction: false, default)));

        Assert.Single(replaced, done => done);
        var winner = outlines[Array.IndexOf(replaced, true)];
        Assert.Equal(winner.ScriptName, (await _store.FindAsync(_id, default))!.VideoTitle);
        Assert.Equal(winner.Beats, (await _store.FindOutlineAsync(_id, default))!.Beats);
        Assert.Equal([1, 2], (await _store.FindScriptVersionsAsync(_id, default))!.Select(version => version.Version));
        Assert.Equal(winner.ScriptName, await _store.FindScriptNameAsync(_id, 2, default));
    }

    [Fact]
    public async Task A_late_take_of_the_old_text_is_not_added_to_the_new_text()
    {
        await CreateAsync(1);
        await ReplaceAsync(Outline("2-new", Beat(0, "2-new")));

        await _store.AddTakeAsync(_id, Take("aaaaaaaaaaaa", "b000"), default);
        var beat = (await _store.FindBeatAsync(_id, "b000", default))!.Beat;
        Assert.Null(beat.SelectedTakeId);
        Assert.Empty(beat.Takes);
        Assert.Equal(SelectionOutcome.NoSuchTake, (await _store.SelectAsync(_id, "b000", "aaaaaaaaaaaa", allows: null, default)).Outcome);
        await ReplaceAsync(Outline("3-old", Beat(0, "")), version: 3);

        Assert.Equal("aaaaaaaaaaaa", await _store.FindSelectedAsync(_id, "b000", default));
    }

    [Fact]
    public async Task Only_failures_of_current_beats_are_counted()
    {
        await CreateAsync(2);
        await _store.RecordFailureAsync(_id, "b000", new BeatError("quota-exceeded", "Empty."), "ffffffffffff", default);
        await ReplaceAsync(Outline("2-new", Beat(0, "2-new"), Beat(1, "")));

        var reworded = (await _store.FindAsync(_id, default))!.Beats[0];
        Assert.Equal((null, "ffffffffffff"), (reworded.Error, reworded.FailedTakeId));
        await _store.RecordNotSpokenAsync(_id, "b000", new BeatError("cancelled", "Stopped."), default);
        Assert.Equal("cancelled", (await _store.FindAsync(_id, default))!.Beats[0].Error!.Code);
    }

    [Fact]
    public async Task A_later_take_replaces_only_a_suspect_selected_take()
    {
        await CreateAsync(1);
        await _store.AddTakeAsync(_id, Take("aaaaaaaaaaaa", "b000", QualityVerdict.Suspect), default);
        await _store.AddTakeAsync(_id, Take("bbbbbbbbbbbb", "b000", QualityVerdict.Suspect), select: false, ["aaaaaaaaaaaa"], default);
        Assert.Equal("aaaaaaaaaaaa", await _store.FindSelectedAsync(_id, "b000", default));
        await _store.AddTakeAsync(_id, Take("cccccccccccc", "b000", QualityVerdict.Good), select: false, ["aaaaaaaaaaaa", "bbbbbbbbbbbb"], default);
        Assert.Equal("cccccccccccc", await _store.FindSelectedAsync(_id, "b000", default));
        await _store.AddTakeAsync(_id, Take("dddddddddddd", "b000", QualityVerdict.Good), select: false, ["cccccccccccc"], default);
        Assert.Equal("cccccccccccc", await _store.FindSelectedAsync(_id, "b000", default));

        // Selected by a person, whatever its verdict.
        await _store.SelectAsync(_id, "b000", "aaaaaaaaaaaa", allows: null, default);
        await _store.AddTakeAsync(_id, Take("eeeeeeeeeeee", "b000", QualityVerdict.Good), select: false, ["bbbbbbbbbbbb"], default);
        Assert.Equal("aaaaaaaaaaaa", await _store.FindSelectedAsync(_id, "b000", default));
    }

    private async Task CreateAsync(int beats)
    {
        var session = new NewSession(_id, "Title", "project", [.. Enumerable.Range(0, beats).Select(number => new NewBeat($"b{number:D3}", "Old", "every-coon"))]);
        var created = await _store.CreateAsync(session, default);
        await _store.FinishAsync(_id, created.TakeSeed, SessionStatus.InProgress, default);
    }

    private async Task<bool> ReplaceAsync(SessionOutline outline, int version = 2) => await _store.TryReplaceScriptAsync(
        (await _store.FindScriptStateAsync(_id, default))!, outline with { Version = version }, "Title", startsProduction: false, default);

    private static SessionOutline Outline(string name, params OutlinedBeat[] beats) => new(2, name, beats);

    private static OutlinedBeat Beat(int number, string wording) => new($"b{number:D3}", $"New {number}", "every-coon", wording);

    private static TakeRecord Take(string id, string beatId, QualityVerdict verdict = QualityVerdict.Good) =>
        new(id, beatId, "path", 1000, "offline", "model", 0, null, [], [], [], DateTimeOffset.UnixEpoch)
        {
            Quality = new TakeQuality(verdict, [], null, null),
        };
}
