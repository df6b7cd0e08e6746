using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Captions;
using AudioFunctions.Testing;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Words;

namespace AudioFunctions.Core.Tests.Captions;

/// <summary>Reads the files with npm packages that users use.</summary>
public sealed class ConsumerTests
{
    private static readonly IReadOnlyList<IReadOnlyList<TimedWord>?> Words =
    [
        [new("Corporation", 60, 700), new(" stole", 700, 1000), new(" your", 1000, 1200), new(" chips.", 1200, 1700)],
        null,
        [new("“Q&A", 3000, 3400), new(" <b>not</b>", 3400, 3900), new(" 薯", 3900, 4000), new("片", 4000, 4300), new(" in", 4300, 4400), new(" this row, which is long", 4400, 5200)],
    ];

    private static readonly IReadOnlyList<CaptionedLine> Lines =
    [
        new("Corporation stole your chips.", "Every-Coon", 60, 1700, []),
        new("Back in my day.", "Boomer", 2000, 2900, []),
        new("“Q&A <b>not</b> 薯片 in this row, which is long", "Boomer & Co", 3000, 5200, []),
    ];

    [Fact]
    public async Task A_WebVTT_parser_finds_no_error_and_every_time_in_its_cue()
    {
        var cues = CueList.For(Lines, 6000);

        var read = await RunAsync(
            """
            const { WebVTTParser } = require('webvtt-parser');
            const { cues, errors } = new WebVTTParser().parse(input, 'subtitles');
            const flat = node => node.type === 'object' ? node.children.flatMap(flat) : [node];
            return { errors, cues: cues.map(cue => ({ start: cue.startTime, end: cue.endTime, nodes: cue.tree.children.flatMap(flat) })) };
            """,
            WebVtt.Write(cues, Words));

        Assert.Equal("[]", read["errors"]!.ToJsonString());
        var times = read["cues"]!.AsArray().Select(cue => TimesOf(cue!)).ToList();
        Assert.Equal(["0.7,1,1.2", "", "3.4,3.9,4,4.3,4.4"], times);
        foreach (var cue in read["cues"]!.AsArray())
        {
            var latest = cue!["start"]!.GetValue<double>();
            foreach (var at in TimesOf(cue).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(time => double.Parse(time, System.Globalization.CultureInfo.InvariantCulture)))
            {
                Assert.InRange(at, latest + 0.0005, cue["end"]!.GetValue<double>() - 0.0005);
                latest = at;
            }
        }
    }

    [Fact]
    public void Without_its_timestamps_the_WebVTT_text_is_that_of_the_captions()
    {
        var cues = CueList.For(Lines, 6000);

        Assert.Equal(WebVtt.Write(cues), System.Text.RegularExpressions.Regex.Replace(WebVtt.Write(cues, Words), "<[0-9:.]+>", ""));
        Assert.Equal(WebVtt.Write(cues), WebVtt.Write(cues, [null, null, null]));
        Assert.Equal(WebVtt.Write(cues), WebVtt.Write(cues, [[new TimedWord("Another", 100, 200), new TimedWord(" text", 300, 400)], null, null]));
    }

    [Fact]
    public async Task Remotion_groups_the_words_into_pages()
    {
        var lines = new[] { new TimedLine("Every-Coon", Words[0]!), new TimedLine("Boomer", [new("Q&A", 3000, 3400), new(" e-mail", 3400, 3900, 0.3)]) };

        var pages = await RunAsync(
            """
            const { createTikTokStyleCaptions } = require('@remotion/captions');
            return createTikTokStyleCaptions({ captions: JSON.parse(input), combineTokensWithinMilliseconds: 1500 }).pages;
            """,
            Encoding.UTF8.GetString(RemotionCaptions.Write(lines)));

        Assert.Equal(["Corporation stole your chips.", "Q&A e-mail"], pages.AsArray().Select(page => page!["text"]!.GetValue<string>().Trim()));
        Assert.Equal(
            ["Corporation 60-700", " stole 700-1000", " your 1000-1200", " chips. 1200-1700"],
            pages[0]!["tokens"]!.AsArray().Select(token => $"{token!["text"]} {token["fromMs"]}-{token["toMs"]}"));
    }

    [Fact]
    public async Task Remotion_reads_the_SubRip_captions()
    {
        var read = await RunAsync(
            "return require('@remotion/captions').parseSrt({ input }).captions;", SubRip.Write(CueList.For(Lines, 6000)));

        Assert.Equal(
            ["Corporation stole your chips. 60-1700", "Back in my day. 2000-2900", "“Q&A ‹b›not‹/b› 薯片 in\nthis row, which is long 3000-5200"],
            read.AsArray().Select(caption => $"{caption!["text"]} {caption["startMs"]}-{caption["endMs"]}"));
    }

    private static string TimesOf(JsonNode cue) => string.Join(
        ',', cue["nodes"]!.AsArray().Where(node => node!["type"]!.GetValue<string>() == "timestamp").Select(node => node!["value"]!.ToJsonString()));

    /// <param name="body">The body of a function of <c>input</c>, whose result is returned.</param>
    private static async Task<JsonNode> RunAsync(string body, string input)
    {
        var script = $"process.chdir({System.Text.Json.JsonSerializer.Serialize(Repository.Root)});"
            + "const load = require('module').createRequire(process.cwd() + '/package.json');"
            + $"const run = (input, require) => {{ {body} }};"
            + "process.stdout.write(JSON.stringify(run(require('fs').readFileSync(0, 'utf8'), load), (key, value) => key === 'parent' ? undefined : value));";
        var output = await RealFFmpeg.RunAsync("node", ["--input-type=commonjs", "-e", script], Encoding.UTF8.GetBytes(input));
        return JsonNode.Parse(output)!;
    }
}
