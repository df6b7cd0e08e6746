using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Export;

/// <summary>Exports of takes whose stored data lacks what later versions keep, or has lost a part.</summary>
[Collection(StandInAppTests.Name)]
public sealed class OlderTakeExportTests(StandInApp app)
{
    [Fact]
    public async Task Takes_without_stored_pauses_or_raw_speech_are_exported()
    {
        var script = ScriptText.Beats(2).Replace("Me found", "Me [PAUSE: 700ms] found", StringComparison.Ordinal);
        var id = (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        var whole = await Exported.MakeAsync(app.Client, id);
        await StoredBlobs.RewriteAsync(app, id, ".sheet.json", sheet => Assert.True(sheet.Remove("pauses")));
        var again = await Exported.MakeAsync(app.Client, id);
        await StoredBlobs.DeleteAsync(app, $"{id}/01_apples", ".raw-00.json");
        await StoredBlobs.DeleteAsync(app, $"{id}/01_apples", ".timings.json");

        var poorer = await Exported.MakeAsync(app.Client, id);

        Assert.Equal(["Me", "found apples.", "Me ate apples.", "Me", "found berries.", "Me ate berries."], whole.WebVtt("master").Select(cue => cue.Text));
        Assert.Equal(whole.Files["master.srt"], again.Files["master.srt"]);
        Assert.Equal(whole.Files["master.mp3"], again.Files["master.mp3"]);
        Assert.Equal(["Me found apples.", "Me ate apples.", "Me", "found berries.", "Me ate berries."], poorer.WebVtt("master").Select(cue => cue.Text));
        Assert.Contains("raw speech of take", Assert.Single(poorer.Manifest["warnings"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("[]", again.Manifest["warnings"]!.ToJsonString());
        var (before, after) = (UnencodedMs(again), UnencodedMs(poorer));
        Assert.InRange(after - before, -1, 27);
    }

    private static int UnencodedMs(Exported exported) => exported.Manifest["master"]!["unencoded_duration_ms"]!.GetValue<int>();
}
