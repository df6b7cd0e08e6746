using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>Kills when an activity has run: it runs again, or its result comes twice.</summary>
public sealed class ActivityCrashTests
{
    [Fact]
    public Task Killed_when_an_activity_has_run_and_its_result_is_not_sent() => KilledProduction.SurvivesAsync(
        new KillSchedule().Before("the result", EngineCalls.IsResult, Victim.Host, 2, 5, 9));

    [Fact]
    public Task Killed_when_a_result_is_sent_and_the_work_item_is_not_deleted() => KilledProduction.SurvivesAsync(
        new KillSchedule().Before("the deletion", EngineCalls.IsWorkItemDeletion, Victim.Host, 2, 5, 9));
}
