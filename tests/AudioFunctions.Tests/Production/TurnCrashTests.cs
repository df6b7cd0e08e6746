using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>Kills around the commit of a turn. The engine sends a turn's activities before the commit.</summary>
[Collection(KilledProductionTests.Name)]
public sealed class TurnCrashTests(ProxiedApp app)
{
    [Fact]
    public Task Killed_after_speech_was_requested_before_the_commit() => KilledProduction.SurvivesAsync(
        app,
        // Every second one is the replay of the interrupted one.
        new KillSchedule().Before("the commit", call => call.IsCommitAskingFor("SynthesizeBeat"), Victim.Host, 1, 3, 5));

    [Fact]
    public Task Killed_after_a_commit_before_its_messages_are_deleted() => KilledProduction.SurvivesAsync(
        app,
        new KillSchedule().After("the commit", EngineCalls.IsCommit, Victim.Host, 2, 5, 9));
}
