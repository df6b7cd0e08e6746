using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Export;

/// <summary>Scripts with unusual text for captions and file names, spoken by the offline voice.</summary>
[Collection(OfflineAppTests.Name)]
public sealed class OddExportTests(OfflineApp app)
{
    /// <summary>Lines and what viewers see; SubRip has look-alikes for characters that players read as markup.</summary>
    private static readonly (string Line, string Displayed, string InSubRip)[] Odd =
    [
        ("00:00:01,000 --> 00:00:02,000 here", "00:00:01,000 --> 00:00:02,000 here", "00:00:01,000 → 00:00:02,000 here"),
        (@"Type <b>yes</b> & {\an8} in <v Someone>", @"Type <b>yes</b> & {\an8} in <v Someone>", "Type ‹b›yes‹/b› & {∖an8} in ‹v Someone›"),
        ("…so", "…so", "…so"),
        ("One\u2028two\u0085three \u200b four", "One two three four", "One two three four"),
        ("Chips 🥔🥔 and 👩‍👩‍👧‍👦 &amp; \\[brackets\\]", "Chips 🥔🥔 and 👩‍👩‍👧‍👦 &amp; [brackets]", "Chips 🥔🥔 and 👩‍👩‍👧‍👦 &amp; [brackets]"),
        ("Die **Straße** dort, der **kadın** hier.", "Die Straße dort, der kadın hier.", "Die Straße dort, der kadın hier."),
        ("السعر **50%** الآن.", "السعر 50% الآن.", "السعر 50% الآن."),
    ];

    [Fact]
    public async Task Any_text_is_captioned_as_written()
    {
        var exported = await ExportAsync(string.Concat(Odd.Select((odd, i) => $"[BEAT: 0{i}_odd]\nname: Odd\n---\n{odd.Line}\nGo on.\n[END_BEAT]\n")));

        for (var i = 0; i < Odd.Length; i++)
            Assert.Equal([Odd[i].Displayed, "Go on."], exported.WebVtt($"0{i}_odd").Select(cue => cue.Text));
        Assert.Equal(Odd.SelectMany(odd => new[] { odd.InSubRip, "Go on." }), exported.SubRip("master").Select(cue => cue.Text));
    }

    [Fact]
    public async Task Longest_possible_line_gets_several_cues_within_its_time()
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
    public async Task Beat_called_master_keeps_its_name()
    {
        var exported = await ExportAsync("[BEAT: Master]\nname: One\n---\nMe first.\n[END_BEAT]\n[BEAT: export]\nname: Two\n---\nMe second.\n[END_BEAT]\n");

        Assert.Equal(
            [
                "Master.mp3", "export.mp3", "master.full.mp3", "Master.srt", "Master.vtt", "export.srt", "export.vtt", "master.full.srt", "master.full.vtt",
                "Master.words.json", "Master.words.ass", "export.words.json", "export.words.ass", "words.json", "words.ass",
                "Master.words.vtt", "export.words.vtt", "master.full.words.vtt", "export.zip", "manifest.json",
            ],
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
