using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Export;

/// <summary>Scripts that try what captions and file names can bear, spoken by the offline voice.</summary>
[Collection(OfflineAppTests.Name)]
public sealed class OddExportTests(OfflineApp app)
{
    [Theory]
    [InlineData("00:00:01,000 --> 00:00:02,000 here", "00:00:01,000 --> 00:00:02,000 here")]
    [InlineData("<b>Bold</b> & <v Someone>brave</v>", "<b>Bold</b> & <v Someone>brave</v>")]
    [InlineData("…so", "…so")]
    [InlineData("One\u2028two\u0085three \u200b four", "One two three four")]
    [InlineData("Chips 🥔🥔 and 👩‍👩‍👧‍👦 &amp; \\[brackets\\]", "Chips 🥔🥔 and 👩‍👩‍👧‍👦 &amp; [brackets]")]
    public async Task Any_text_is_captioned_as_it_is(string line, string shown)
    {
        var exported = await ExportAsync($"[BEAT: 01_odd]\nname: Odd\n---\n{line}\nGo on.\n[END_BEAT]\n");

        Assert.Equal([shown, "Go on."], exported.WebVtt("01_odd").Select(cue => cue.Text));
        Assert.Equal([shown.Replace("-->", "→", StringComparison.Ordinal), "Go on."], exported.SubRip("master").Select(cue => cue.Text));
    }

    [Fact]
    public async Task A_line_as_long_as_can_be_is_several_cues_within_its_time()
    {
        var line = string.Join(' ', Enumerable.Repeat("corporations", 38));
        var exported = await ExportAsync($"[BEAT: 01_long]\nname: Long\n---\n{line}\n[END_BEAT]\n");

        var cues = exported.SubRip("01_long");
        var timing = exported.Manifest["files"]![0]!["lines"]![0]!;
        Assert.Equal(line, string.Join(' ', cues.Select(cue => cue.Text)));
        Assert.Equal(7, cues.Count);
        Assert.Equal((timing["start_ms"]!.GetValue<int>(), timing["end_ms"]!.GetValue<int>()), (cues[0].StartMs, cues[^1].EndMs));
        Assert.All(cues.Zip(cues.Skip(1)), pair => Assert.Equal(pair.First.EndMs, pair.Second.StartMs));
    }

    [Fact]
    public async Task A_beat_called_master_keeps_its_name()
    {
        var exported = await ExportAsync("[BEAT: Master]\nname: One\n---\nMe first.\n[END_BEAT]\n[BEAT: export]\nname: Two\n---\nMe second.\n[END_BEAT]\n");

        Assert.Equal(
            ["Master.mp3", "export.mp3", "master.full.mp3", "Master.srt", "Master.vtt", "export.srt", "export.vtt", "master.full.srt", "master.full.vtt", "export.zip", "manifest.json"],
            exported.Files.Keys);
        Assert.Equal(["Me first."], exported.SubRip("Master").Select(cue => cue.Text));
        Assert.Equal(["Me first.", "Me second."], exported.SubRip("master.full").Select(cue => cue.Text));
    }

    private async Task<Exported> ExportAsync(string beats)
    {
        var produced = await app.Client.ProduceAsync($"[META]\nvideo_title: Odd\nproject: tests\n{beats}");
        return await Exported.MakeAsync(app.Client, produced["session_id"]!.GetValue<string>());
    }
}
