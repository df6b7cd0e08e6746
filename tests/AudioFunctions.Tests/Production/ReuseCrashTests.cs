using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>
/// A production that reuses takes is killed and continues, like a <see cref="KilledProduction"/>: one beat's recording is copied, one is
/// assembled from stored speech, and one is spoken, once.
/// </summary>
[Collection(KilledReuseTests.Name)]
public sealed class ReuseCrashTests(ProxiedApp shared) : IDisposable
{
    public void Dispose() => shared.Proxy.Unhook();

    [Fact]
    public Task Killed_after_an_activity_was_sent_before_the_commit() => ReuseAsync(new KillSchedule()
        // Every second one is the replay of the interrupted one.
        .Before("the commit of a copy", call => call.IsCommitAskingFor("ReuseTake"), Victim.Host, 1, 3)
        .Before("the commit of speech", call => call.IsCommitAskingFor("SynthesizeBeat"), Victim.Host, 1));

    [Fact]
    public Task Killed_around_the_blobs_of_a_copy() => ReuseAsync(new KillSchedule()
        .After("the speech is copied", KilledProduction.Writes("apples", ".raw-"), Victim.Worker, 1)
        .Before("the recording is copied", KilledProduction.Writes("apples", ".mp3"), Victim.Host, 1)
        .After("the sheet is copied", KilledProduction.Writes("apples", ".sheet"), Victim.Worker, 1)
        .Before("the plan is stored", KilledProduction.Writes("apples", ".plan"), Victim.Host, 1)
        .After("the plan is stored", KilledProduction.Writes("berries", ".plan"), Victim.Worker, 1));

    private async Task ReuseAsync(KillSchedule kills)
    {
        var app = shared.App;
        var first = await app.Client.ProduceAsync(ScriptText.Beats(3));
        var billed = app.Speech.Bills.Count;
        var edited = ScriptText.Beats(3).Replace("berries. [PAUSE: 120ms]", "berries. [PAUSE: 220ms]", StringComparison.Ordinal)
            .Replace("Me ate cherries", "Me stole cherries", StringComparison.Ordinal);
        var started = await KilledProduction.StartAsync(
            app, shared.Proxy, kills, () => app.Client.StartSessionAsync(edited, reuseFrom: first["session_id"]!.GetValue<string>()));

        var ended = await app.LiveUntilDoneAsync(started["statusQueryGetUri"]!.GetValue<string>(), KilledProduction.MaxLives);

        Assert.Equal(kills.Planned, kills.Done);
        KilledProduction.AssertCompleted(ended);
        Assert.Equal([true, true, false], ended["output"]!["beats"]!.AsArray().Select(beat => beat!["takes"]![0]!["reused_from"] is not null));
        Assert.Equal(["Me found cherries. Me stole cherries."], app.Speech.Bills.Skip(billed).Select(bill => bill.Text));
        await KilledProduction.ShowsOneTakePerBeatAsync(app, started["session_id"]!.GetValue<string>());
        await CostsWhatWasSpokenAsync(app, started["session_id"]!.GetValue<string>());
    }

    private static async Task CostsWhatWasSpokenAsync(StandInApp app, string sessionId)
    {
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}");
        var costs = session!["beats"]!.AsArray().Select(beat => beat!["takes"]![0]!["billed_characters"]!.GetValue<int>());
        Assert.Equal([0, 0, app.Speech.Bills[^1].Cost], costs);
    }
}
