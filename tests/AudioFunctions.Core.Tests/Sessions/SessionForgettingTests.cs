using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>Which orchestrations may be purged from the engine.</summary>
[Collection(StorageTests.Name)]
public sealed class SessionForgettingTests(AzuriteFixture azurite)
{
    private readonly SessionStore _store = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);
    private readonly NewSession _session = new(Guid.NewGuid().ToString("N"), "Title", "project", [new NewBeat("01", "Name", "every-coon")]);

    [Fact]
    public async Task A_production_is_purged_when_its_session_has_the_whole_result()
    {
        var created = await _store.CreateAsync(_session, default);
        Assert.False(await CanForgetAsync());

        await _store.FinishAsync(_session.SessionId, created.TakeSeed, SessionStatus.InProgress, default);
        Assert.True(await CanForgetAsync());

        await _store.BeginContinuingAsync(_session.SessionId, SessionStatus.InProgress, default);
        Assert.False(await CanForgetAsync());
    }

    /// <summary>If it were purged, a repeat of the request would start it again.</summary>
    [Fact]
    public async Task A_production_that_ended_before_it_stored_its_session_is_kept()
    {
        await _store.AddDraftAsync(_session, default);
        await _store.MoveStatusAsync(_session.SessionId, SessionStatus.Draft, SessionStatus.InProgress, new BeatError("c", "m"), default);

        Assert.False(await CanForgetAsync());
    }

    [Fact]
    public async Task A_purged_run_stays_marked_until_it_is_recorded_again()
    {
        await _store.CreateAsync(_session, default);
        var id = _session.SessionId;
        // The record was deleted with a session; purging must not restore it.
        await _store.ForgetRunAsync(id, "never-noted", default);
        await _store.AddRunAsync(id, "run", default);
        Assert.False(await _store.IsForgottenRunAsync(id, "run", default));

        await _store.ForgetRunAsync(id, "run", default);
        Assert.True(await _store.IsForgottenRunAsync(id, "run", default));
        Assert.Equal(["run"], await _store.RegenerationsAsync(id, default));

        await _store.AddRunAsync(id, "run", default);
        Assert.False(await _store.IsForgottenRunAsync(id, "run", default));
    }

    private Task<bool> CanForgetAsync() => _store.CanForgetProductionAsync(_session.SessionId, default);
}
