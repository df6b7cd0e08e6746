using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>Kills around the commit of a turn. The engine sends a turn's activities before it.</summary>
public sealed class TurnCrashTests
{
    [Fact]
    public Task Killed_when_speech_was_asked_for_and_the_turn_is_not_committed() => KilledProduction.SurvivesAsync(
        // Every second one is the replay of the one that was cut off.
        new KillSchedule().Before("the commit", call => call.IsCommitAskingFor("SynthesizeBeat"), Victim.Host, 1, 3, 5));

    [Fact]
    public Task Killed_when_a_turn_is_committed_and_its_messages_are_not_deleted() => KilledProduction.SurvivesAsync(
        new KillSchedule().After("the commit", EngineCalls.IsCommit, Victim.Host, 2, 5, 9));
}
