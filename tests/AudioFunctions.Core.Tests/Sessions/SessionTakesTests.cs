using AudioFunctions.Audio;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>The takes and failures of beats.</summary>
[Collection(StorageTests.Name)]
public sealed class SessionTakesTests(AzuriteFixture azurite)
{
    private readonly StoredSession _lab = new(azurite);

    [Fact]
    public async Task The_first_take_is_selected_and_the_second_is_not()
    {
        await _lab.CreateAsync("a", "b");

        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("111111111111", "a", 1000), default);
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("222222222222", "a", 5000), default);

        var session = await _lab.Store.FindAsync(_lab.Id, default);
        Assert.Equal("111111111111", session!.Beats[0].SelectedTakeId);
        Assert.Equal(["111111111111", "222222222222"], session.Beats[0].Takes.Select(take => take.TakeId).Order());
        Assert.Null(session.Beats[1].SelectedTakeId);
        Assert.Equal(1000, session.TotalDurationMs);
    }

    [Fact]
    public async Task A_stored_take_is_read_back_unchanged()
    {
        await _lab.CreateAsync("a");
        var take = _lab.Take("0123456789ab", "a") with { BilledCharacters = null, Direction = "Flat, \"final\" – ünï", Warnings = ["one", "two"] };

        await _lab.Store.AddTakeAsync(_lab.Id, take, default);

        Assert.Equivalent(take, await _lab.Store.FindTakeAsync(_lab.Id, "0123456789ab", default), strict: true);
        Assert.Null(await _lab.Store.FindTakeAsync(_lab.Id, "ffffffffffff", default));
    }

    [Fact]
    public async Task Timings_of_a_very_long_beat_fit()
    {
        await _lab.CreateAsync("a");
        var random = new Random(7);
        var lines = Enumerable.Range(0, 40_000).Select(line => new LineTiming(line, random.Next(), random.Next())).ToList();

        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("0123456789ab", "a") with { Lines = lines }, default);

        Assert.Equal(lines, (await _lab.Store.FindTakeAsync(_lab.Id, "0123456789ab", default))!.Lines);
    }

    [Fact]
    public async Task Adding_a_take_twice_keeps_the_first()
    {
        await _lab.CreateAsync("a");
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("0123456789ab", "a", 1000), default);

        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("0123456789ab", "a", 2000), default);

        var beat = (await _lab.Store.FindAsync(_lab.Id, default))!.Beats[0];
        Assert.Equal(1000, Assert.Single(beat.Takes).AudioDurationMs);
    }

    [Fact]
    public async Task A_failure_is_recorded_until_the_beat_has_a_take()
    {
        await _lab.CreateAsync("a");
        await _lab.Store.RecordFailureAsync(_lab.Id, "a", new BeatError("quota-exceeded", "Buy more."), "cccccccccccc", default);
        var failed = (await _lab.Store.FindAsync(_lab.Id, default))!.Beats[0];

        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("0123456789ab", "a"), default);
        var made = (await _lab.Store.FindAsync(_lab.Id, default))!.Beats[0];
        await _lab.Store.RecordFailureAsync(_lab.Id, "a", new BeatError("quota-exceeded", "Buy more."), "dddddddddddd", default);
        var kept = (await _lab.Store.FindAsync(_lab.Id, default))!.Beats[0];

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
        await _lab.CreateAsync("a");
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("0123456789ab", "a", 1000), default);

        // Only the response to storing it was lost.
        await _lab.Store.RecordFailureAsync(_lab.Id, "a", new BeatError("storage-unavailable", "Try later."), "0123456789ab", default);
        await _lab.Store.KeepUnfinishedAsync(_lab.Id, "a", "cccccccccccc", "", default);

        Assert.Null((await _lab.Store.FindAsync(_lab.Id, default))!.Beats[0].FailedTakeId);
    }

    [Fact]
    public async Task A_take_of_a_missing_beat_is_refused()
    {
        await _lab.CreateAsync("a");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("0123456789ab", "b"), default));

        Assert.Contains("no beat b", failure.Message, StringComparison.Ordinal);
        Assert.Null(await _lab.Store.FindTakeAsync(_lab.Id, "0123456789ab", default));
    }

    [Fact]
    public async Task A_take_has_the_take_of_another_session_that_it_was_copied_from_or_null()
    {
        await _lab.CreateAsync("a");
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("aaaaaaaaaaaa", "a"), default);
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("bbbbbbbbbbbb", "a") with { ReusedFrom = new ReusedTake("earlier", "cccccccccccc") }, default);

        Assert.Null((await _lab.Store.FindTakeAsync(_lab.Id, "aaaaaaaaaaaa", default))!.ReusedFrom);
        Assert.Equal(new ReusedTake("earlier", "cccccccccccc"), (await _lab.Store.FindTakeAsync(_lab.Id, "bbbbbbbbbbbb", default))!.ReusedFrom);
    }

    [Fact]
    public async Task A_take_keeps_its_quality_and_a_take_older_than_the_quality_check_has_none()
    {
        await _lab.CreateAsync("a");
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("aaaaaaaaaaaa", "a"), default);
        var quality = new TakeQuality(QualityVerdict.Suspect, [QualityReasons.CutOff, QualityReasons.NoisyTail], null, -0.3);
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("bbbbbbbbbbbb", "a") with { Quality = quality }, default);

        Assert.Null((await _lab.Store.FindTakeAsync(_lab.Id, "aaaaaaaaaaaa", default))!.Quality);
        Assert.Equivalent(quality, (await _lab.Store.FindTakeAsync(_lab.Id, "bbbbbbbbbbbb", default))!.Quality, strict: true);
    }
}
