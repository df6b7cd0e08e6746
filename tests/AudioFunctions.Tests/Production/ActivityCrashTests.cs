using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>Kills after an activity has run: it runs again, or its result arrives twice.</summary>
[Collection(KilledProductionTests.Name)]
public sealed class ActivityCrashTests(ProxiedApp app)
{
    [Fact]
    public Task Killed_after_an_activity_before_its_result_is_sent() => KilledProduction.SurvivesAsync(
        app,
        new KillSchedule().Before("the result", EngineCalls.IsResult, Victim.Host, 2, 5, 9));

    [Fact]
    public Task Killed_after_a_result_is_sent_before_the_work_item_is_deleted() => KilledProduction.SurvivesAsync(
        app,
        new KillSchedule().Before("the deletion", EngineCalls.IsWorkItemDeletion, Victim.Host, 2, 5, 9));
}
