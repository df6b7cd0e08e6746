namespace AudioFunctions.Tests.Production;

/// <summary>Kills of the host, or only of the worker, around writes of a take.</summary>
[Collection(KilledProductionTests.Name)]
public sealed class TakeCrashTests(ProxiedApp app)
{
    [Theory]
    [InlineData(Victim.Host)]
    [InlineData(Victim.Worker)]
    public Task Killed_around_writes_of_responses(Victim victim) => KilledProduction.SurvivesAsync(app, new KillSchedule()
        .After("the plan", KilledProduction.Writes("apples", ".plan"), victim, 1)
        .Before("the speech is stored", KilledProduction.Writes("berries", ".raw-"), victim, 1)
        .After("the speech is stored", KilledProduction.Writes("cherries", ".raw-"), victim, 1));

    [Theory]
    [InlineData(Victim.Host)]
    [InlineData(Victim.Worker)]
    public Task Killed_around_writes_of_takes(Victim victim) => KilledProduction.SurvivesAsync(app, new KillSchedule()
        .Before("the recording is stored", KilledProduction.Writes("apples", ".mp3"), victim, 1)
        .Before("the take is added", KilledProduction.AddsTake("berries"), victim, 1)
        .After("the take is added", KilledProduction.AddsTake("cherries"), victim, 1));
}
