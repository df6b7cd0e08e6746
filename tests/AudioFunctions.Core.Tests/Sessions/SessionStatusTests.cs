using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>The status of a session, and the error of its production.</summary>
[Collection(StorageTests.Name)]
public sealed class SessionStatusTests(AzuriteFixture azurite)
{
    private readonly StoredSession _lab = new(azurite);

    [Fact]
    public async Task Setting_the_status_returns_the_old_status_or_null_without_a_session()
    {
        await _lab.CreateAsync("a");

        var before = await _lab.Store.MoveStatusAsync(_lab.Id, SessionStatus.Generating, SessionStatus.InProgress, error: null, default);

        Assert.Equal(SessionStatus.Generating, before);
        Assert.Equal(SessionStatus.InProgress, (await _lab.Store.FindAsync(_lab.Id, default))!.Status);
        Assert.Null(await _lab.Store.MoveStatusAsync("nobody", SessionStatus.Generating, SessionStatus.InProgress, error: null, default));
    }

    [Fact]
    public async Task A_conditional_status_change_has_no_effect_on_a_session_with_another_status()
    {
        await _lab.CreateAsync("a");

        await _lab.Store.MoveStatusAsync(_lab.Id, SessionStatus.Generating, SessionStatus.InProgress, error: null, default);
        await _lab.Store.SetStatusAsync(_lab.Id, SessionStatus.Exported, default);
        var before = await _lab.Store.MoveStatusAsync(_lab.Id, SessionStatus.Generating, SessionStatus.InProgress, error: null, default);

        Assert.Equal(SessionStatus.Exported, before);
        Assert.Equal(SessionStatus.Exported, (await _lab.Store.FindAsync(_lab.Id, default))!.Status);
    }

    [Fact]
    public async Task The_reason_why_a_production_ended_early_is_kept_until_it_completes()
    {
        var (_, seed) = await _lab.CreateAsync("a");
        var error = new BeatError("script-invalid", new string('x', 5000));

        await _lab.Store.MoveStatusAsync(_lab.Id, SessionStatus.Generating, SessionStatus.InProgress, error, default);
        await _lab.Store.MoveStatusAsync(_lab.Id, SessionStatus.Generating, SessionStatus.InProgress, new BeatError("late", "Too late."), default);
        await _lab.Store.AddTakeAsync(_lab.Id, _lab.Take("aaaaaaaaaaaa", "a"), default);
        await _lab.Store.SetStatusAsync(_lab.Id, SessionStatus.Completed, default);
        var early = await _lab.Store.FindAsync(_lab.Id, default);
        await _lab.Store.FinishAsync(_lab.Id, seed, SessionStatus.InProgress, default);
        var done = await _lab.Store.FindAsync(_lab.Id, default);
        await _lab.Store.FinishAsync(_lab.Id, seed, SessionStatus.InProgress, default);

        Assert.Equal(error with { Message = new string('x', 999) + "…" }, early!.Error);
        Assert.Equal((SessionStatus.Completed, null), (done!.Status, done.Error));
        Assert.Equal(done.UpdatedAt, (await _lab.Store.FindAsync(_lab.Id, default))!.UpdatedAt);
    }

    [Fact]
    public async Task A_draft_that_ended_early_has_no_error_while_it_is_generating()
    {
        var session = new NewSession(_lab.Id, "Title", "p", []);
        await _lab.Store.AddDraftAsync(session, default);
        await _lab.Store.MoveStatusAsync(_lab.Id, SessionStatus.Draft, SessionStatus.InProgress, new BeatError("script-missing", "None."), default);
        var early = await _lab.Store.FindAsync(_lab.Id, default);

        await _lab.Store.CreateAsync(session, default);
        var again = await _lab.Store.FindAsync(_lab.Id, default);

        Assert.Equal("script-missing", early!.Error!.Code);
        Assert.Equal((SessionStatus.Generating, null), (again!.Status, again.Error));
    }
}
