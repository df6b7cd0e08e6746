using System.Reflection;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;

namespace AudioFunctions.Core.Tests.Scripts;

/// <summary>Every code with its complete message and position.</summary>
public sealed class DiagnosticSentenceTests
{
    public static TheoryData<string, string, string> Errors => new()
    {
        {
            DiagnosticCodes.NotUtf8, Els.Body("Hi \uD800 there."),
            "line 7, column 4: the text is not valid UTF-8 from here on; save the file as UTF-8"
        },
        {
            DiagnosticCodes.TooLarge, Els.Body(new string('x', 1024 * 1024)),
            "line 1, column 1: the script is larger than 1048576 bytes (1 MiB); split it into several"
        },
        {
            DiagnosticCodes.MissingMeta, Els.Beat("a"),
            "line 1, column 1: the script has no [META] block; start it with [META] and the lines 'video_title: …' and 'project: …'"
        },
        {
            DiagnosticCodes.DuplicateMeta, Els.Meta + " [META]\n" + Els.Beat("a"),
            "line 4, column 2: a second [META] block; keep one, before the first beat"
        },
        {
            DiagnosticCodes.MisplacedMeta, Els.Beat("a") + Els.Meta,
            "line 6, column 1: [META] stands after the start of a beat; move it before the first [BEAT:]"
        },
        {
            DiagnosticCodes.NoBeats, Els.Meta,
            "line 1, column 1: the script has no beats; "
            + "add [BEAT: 01_hook], 'name: …', '---', the text and [END_BEAT], each on a line of its own"
        },
        {
            DiagnosticCodes.UnclosedBeat, Els.Meta + "  [BEAT: a]\nname: A\n---\nText.",
            "line 4, column 3: beat 'a' is not closed; end it with [END_BEAT] on a line of its own"
        },
        {
            DiagnosticCodes.StrayEndBeat, Els.Meta + "[END_BEAT]\n" + Els.Beat("a"),
            "line 4, column 1: [END_BEAT] without an open beat; remove it, or start the beat with [BEAT: id]"
        },
        {
            DiagnosticCodes.NestedBeat, Els.Header + "Text.\n" + Els.Beat("b"),
            "line 8, column 1: [BEAT:] inside a beat that is still open; end that one with [END_BEAT] first"
        },
        {
            DiagnosticCodes.BeatIdInvalid, Els.Meta + Els.Beat("../x"),
            "line 4, column 8: beat id '../x' can't be used as a file name; use 1 to 64 of A-Z a-z 0-9 _ -, a letter or digit first, "
            + "at most 9 leading digits"
        },
        {
            DiagnosticCodes.BeatIdDuplicate, Els.Meta + Els.Beat("01_a") + Els.Beat("01_A"),
            "line 9, column 8: beat id '01_A' is already used in line 4; choose another one (upper and lower case count as the same)"
        },
        {
            DiagnosticCodes.BeatNameMissing, Els.Meta + "[BEAT: a]\nname:\n---\nText.\n[END_BEAT]",
            "line 4, column 1: beat 'a' has no name; add 'name: …' below its [BEAT:]"
        },
        {
            DiagnosticCodes.BeatSeparatorMissing, Els.Meta + "[BEAT: a]\nname: A\nText.\n[END_BEAT]",
            "line 4, column 1: beat 'a' has no '---'; add it on a line of its own before the text"
        },
        {
            DiagnosticCodes.BeatEmpty, Els.Meta + Els.Beat("a", "[PACE: fast]\n[PAUSE: 50]"),
            "line 4, column 1: beat 'a' has no text; write at least one line between '---' and [END_BEAT]"
        },
        {
            DiagnosticCodes.TextOutsideBeat, Els.Meta + Els.Beat("a") + "  Outside.",
            "line 9, column 3: text outside the body of a beat; move it between '---' and [END_BEAT]"
        },
        {
            DiagnosticCodes.UnknownTag, Els.Body("Oh [ whisper : x ] no."),
            "line 7, column 4: unknown tag '[ whisper : x ]'; use CHARACTER, DIRECTION, PACE, PAUSE, STABILITY, STYLE, "
            + "or write \\[ for a bracket"
        },
        {
            DiagnosticCodes.UnknownTag, Els.Body("走。【PAUSE：short】再见。"),
            "line 7, column 3: unknown tag '【PAUSE：short】'; replace '【' with '[', '：' with ':', '】' with ']'"
        },
        {
            DiagnosticCodes.UnknownTag, Els.Body("[ＰＡＣＥ：fast] a"),
            "line 7, column 1: unknown tag '[ＰＡＣＥ：fast]'; replace 'ＰＡＣＥ' with 'PACE', '：' with ':'"
        },
        {
            DiagnosticCodes.SsmlInText, Els.Body("Wait for it. <break time=\"1.5s\"/> Now."),
            "line 7, column 14: SSML '<break time=\"1.5s\"/>' isn't allowed in a script; write [PAUSE: 1.5s] instead"
        },
        {
            DiagnosticCodes.TagAfterText, Els.Body("Run! [PACE: fast]"),
            "line 7, column 6: '[PACE: fast]' after text, where only [PAUSE:] may stand; "
            + "put it before the text or on a line of its own"
        },
        {
            DiagnosticCodes.TagAfterText, Els.Header + "Run! [END_BEAT]\n",
            "line 7, column 6: '[END_BEAT]' after something else; put it on a line of its own"
        },
        {
            DiagnosticCodes.TagUnclosed, Els.Body("Run! [PAUSE: 50"),
            "line 7, column 6: tag '[PAUSE: 50' is not closed; end it with ], or write \\[ for a bracket"
        },
        {
            DiagnosticCodes.UnknownCharacter, Els.Body("[CHARACTER: Raccoon] Hi."),
            "line 7, column 13: unknown character 'Raccoon'; use boomer, chad, every-coon, fed, whale, wojak, or add its voice first (./run.sh voices, Voices on the review page, or PUT voices/{character})"
        },
        {
            DiagnosticCodes.UnknownPace, Els.Body("[PACE:  warp] Hi."),
            "line 7, column 9: unknown pace 'warp'; use slow, deliberate, normal, quick, fast, chaos"
        },
        {
            DiagnosticCodes.PauseInvalid, Els.Body("Hi. [PAUSE: 3s]"),
            "line 7, column 13: '3s' isn't a pause from 0 to 2000 ms; use beat, short, medium, long, dramatic, or a time such as 50ms or 1.5s"
        },
        {
            DiagnosticCodes.SettingInvalid, Els.Body("[STABILITY: high] Hi."),
            "line 7, column 13: stability 'high' isn't a number from 0 to 1; use 0.35, for instance"
        },
        {
            DiagnosticCodes.DirectionTooLong, Els.Body($"[DIRECTION: {new string('d', 501)}] Hi."),
            "line 7, column 13: the direction has 501 characters; use at most 500"
        },
        {
            DiagnosticCodes.LineTooLong, Els.Body("[PACE: slow] " + new string('x', 501)),
            "line 7, column 14: the line has 501 characters; use at most 500, or split it in two"
        },
        {
            DiagnosticCodes.UnknownDefault, Els.Meta + "default_pace: warp\n" + Els.Beat("a"),
            "line 4, column 15: unknown default_pace 'warp'; use slow, deliberate, normal, quick, fast, chaos"
        },
        {
            DiagnosticCodes.UnknownDefault, Els.Meta + "default_character: bob\n" + Els.Beat("a"),
            "line 4, column 20: unknown default_character 'bob'; use boomer, chad, every-coon, fed, whale, wojak"
        },
        {
            DiagnosticCodes.UnknownDefault, Els.Meta + "pause_mode: off\n" + Els.Beat("a"),
            "line 4, column 13: unknown pause_mode 'off'; use add, exact"
        },
    };

    public static TheoryData<string, string, string> Warnings => new()
    {
        {
            DiagnosticCodes.NoVideoTitle, "[META]\nproject: demo\n" + Els.Beat("a"),
            "line 1, column 1: no video_title; add 'video_title: …' to [META], else the video is called Untitled"
        },
        {
            DiagnosticCodes.NoProject, "[META]\nvideo_title: T\n" + Els.Beat("a"),
            "line 1, column 1: no project; add 'project: …' to [META], else the project is trash-panda"
        },
        {
            DiagnosticCodes.ManyBeats, Els.Meta + string.Concat(Enumerable.Range(1, 51).Select(n => Els.Beat($"b{n}"))),
            "line 1, column 1: the script has 51 beats; split it where you can, over 50 take long to produce and to review"
        },
        {
            DiagnosticCodes.MetaKeyUnknown, Els.Meta + " mood: grim\n" + Els.Beat("a"),
            "line 4, column 2: unknown key 'mood' is ignored; "
            + "use video_title, project, default_character, default_pace, pause_mode, directions"
        },
        {
            DiagnosticCodes.MetaLineIgnored, Els.Meta + "no colon here\n" + Els.Beat("a"),
            "line 4, column 1: line without 'key: value' is ignored; "
            + "use the keys video_title, project, default_character, default_pace, pause_mode, directions"
        },
        {
            DiagnosticCodes.MetaLineIgnored, Els.Meta + "PROJECT: other\n" + Els.Beat("a"),
            "line 4, column 1: project is set above, so this line is ignored; keep one of them"
        },
        {
            DiagnosticCodes.StrayAsterisk, Els.Body("[PACE: fast]  2 * 3 * 4"),
            "line 7, column 15: an asterisk that marks nothing is spoken as it stands; "
            + "put markers directly around the words, or write \\* for an asterisk"
        },
        {
            DiagnosticCodes.MetaLineIgnored, Els.Meta + "default_pace：fast\n" + Els.Beat("a"),
            "line 4, column 1: line without 'key: value' is ignored; replace '：' with ':'"
        },
        {
            DiagnosticCodes.MarkupInText, Els.Body("[PACE: fast]  - `code` <b>bold</b> &amp; more"),
            "line 7, column 15: markup that would be spoken as it stands: list item '-', code '`', HTML tag '<b>', entity '&amp;'; "
            + "remove it, or leave it if it should be spoken"
        },
        {
            DiagnosticCodes.NothingToSay, Els.Body("Hi.\n[PACE: fast]  ... 😀"),
            "line 8, column 15: the line has no letter and no number, so it is not spoken and only its pauses count; "
            + "write words, or [PAUSE:] alone for a silence"
        },
    };

    [Theory]
    [MemberData(nameof(Errors), DisableDiscoveryEnumeration = true)]
    public void An_error_says_where_what_is_wrong_and_what_to_do(string code, string script, string sentence)
    {
        var validation = Els.Read(script).Validation;

        Assert.False(validation.IsValid);
        Assert.Equal([sentence], validation.Errors);
        Assert.Equal(code, Assert.Single(validation.Diagnostics, found => found.Severity == DiagnosticSeverity.Error).Code);
    }

    [Theory]
    [MemberData(nameof(Warnings), DisableDiscoveryEnumeration = true)]
    public void A_warning_says_where_what_is_wrong_and_what_to_do_and_the_script_stays_valid(string code, string script, string sentence)
    {
        var reading = Els.Read(script);

        Assert.True(reading.Validation.IsValid);
        Assert.NotNull(reading.Script);
        Assert.Equal([sentence], reading.Validation.Warnings);
        Assert.Equal([code], reading.Validation.Diagnostics.Select(found => found.Code));
    }

    [Fact]
    public void Every_code_is_in_one_of_the_tables()
    {
        var codes = typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string?)field.GetValue(null))
            // Needs voices: see EffectWarningsTests.
            .Where(code => code != DiagnosticCodes.SettingWithoutEffect);

        Assert.Equal(codes.Order(), Errors.Concat(Warnings).Select(row => (string?)row[0]).Distinct().Order());
    }

    [Fact]
    public void Quoted_values_are_short_and_show_invisible_characters()
    {
        var invisible = Els.Read(Els.Body("[PACE: a\0b\u202Ec\u2028d] Hi.")).Validation;
        Assert.StartsWith(
            "line 7, column 8: unknown pace 'a\\u0000b\\u202Ec\\u2028d'; use ", Assert.Single(invisible.Errors), StringComparison.Ordinal);

        var large = Els.Read(Els.Body($"[PACE: {new string('x', 39)}😀{new string('y', 500_000)}] Hi.")).Validation;
        Assert.StartsWith(
            $"line 7, column 8: unknown pace '{new string('x', 39)}…'; use ", Assert.Single(large.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_of_characters_is_cut()
    {
        var context = new ScriptContext(Enumerable.Range(10, 20).Select(n => $"c{n}").ToHashSet());

        var error = Assert.Single(ScriptReader.Read(Els.Body("[CHARACTER: x]\n[CHARACTER: c10] Hi."), context).Validation.Errors);

        Assert.Contains("use c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, …, or add its voice first", error, StringComparison.Ordinal);
    }
}
