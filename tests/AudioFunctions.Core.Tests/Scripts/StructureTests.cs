using AudioFunctions.Scripts;

namespace AudioFunctions.Core.Tests.Scripts;

public sealed class StructureTests
{
    [Theory]
    [InlineData("", "missing-meta 1:1|no-beats 1:1|no-video-title 1:1|no-project 1:1")]
    [InlineData(" \n\t\r\n", "missing-meta 1:1|no-beats 1:1|no-video-title 1:1|no-project 1:1")]
    [InlineData("[META]\nvideo_title: T\nproject: p\n[END_BEAT]", "no-beats 1:1|stray-end-beat 4:1")]
    // A known tag outside a beat is misplaced; an unknown one is reported as unknown.
    [InlineData(Els.Header + "Hi.\n[END_BEAT]\n[PACE: fast]\n[WHAT]\n[PAUSE", "text-outside-beat 9:1|unknown-tag 10:1|tag-unclosed 11:1")]
    [InlineData(Els.Header + "Hi.\n[END_BEAT] More.\nAnd more.", "text-outside-beat 8:12|text-outside-beat 9:1")]
    [InlineData(Els.Meta + "[BEAT: a] name: A\n---\nHi.\n[END_BEAT]", "beat-name-missing 4:1|text-outside-beat 4:11")]
    [InlineData("[META] project: p\nvideo_title: T\nproject: q\n[BEAT: a]\nname: A\n---\nHi.\n[END_BEAT]", "text-outside-beat 1:8")]
    [InlineData(Els.Meta + "[/META]\n[BEAT: a]\nname: A\n---\nHi.\n[END_BEAT]", "unknown-tag 4:1")]
    [InlineData(Els.Meta + "[PACE: fast]\n[BEAT: a]\nname: A\n---\nHi.\n[END_BEAT]", "text-outside-beat 4:1")]
    // Lines between META and the first beat belong to META.
    [InlineData(Els.Meta + "\nA word.\n[BEAT: a]\nname: A\n---\nHi.\n[END_BEAT]", "meta-line-ignored 5:1")]
    public void Misplaced_text_and_tags_are_reported(string script, string findings) =>
        Assert.Equal(findings.Split('|'), Els.FindingsIn(script));

    [Theory]
    [InlineData("Hi.\n[META]\nMore.\n[END_BEAT]", "duplicate-meta 8:1")]
    [InlineData("Hi.\n[END_BEAT]\n[META]\nvideo_title: Again", "duplicate-meta 9:1|meta-line-ignored 10:1")]
    public void A_second_META_is_a_duplicate_wherever_it_is(string rest, string findings) =>
        Assert.Equal(findings.Split('|'), Els.FindingsIn(Els.Header + rest));

    [Fact]
    public void The_keys_of_a_misplaced_META_still_count()
    {
        const string Script = "[BEAT: a]\nname: A\n---\nHi.\n[END_BEAT]\n" + Els.Meta + "default_pace: warp";

        Assert.Equal(["misplaced-meta 6:1", "unknown-default 9:15"], Els.FindingsIn(Script));
    }

    [Fact]
    public void META_inside_a_beat_does_not_end_the_beat()
    {
        var reading = Els.Read("[BEAT: a]\nname: A\n---\nHi.\n[META]\nMore.\n[END_BEAT]");

        var misplaced = Assert.Single(reading.Validation.Diagnostics, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal((DiagnosticCodes.MisplacedMeta, 5, 1, "a"), (misplaced.Code, misplaced.Line, misplaced.Column, misplaced.BeatId));
        Assert.Equal(2, reading.Validation.CharacterCount["every-coon"]);
    }

    [Fact]
    public void A_nested_beat_ends_the_open_one_and_is_read_itself()
    {
        var validation = Els.Read(Els.Meta + "[BEAT: a]\nname: A\n[BEAT: b]\nname: B\n---\n[PACE: warp] Hi.\n[END_BEAT]").Validation;

        Assert.Equal(
            [("beat-separator-missing", "a"), ("beat-empty", "a"), ("nested-beat", "b"), ("unknown-pace", "b")],
            validation.Diagnostics.Select(found => (found.Code, found.BeatId!)));
        Assert.Equal(1, validation.BeatCount);
    }

    [Theory]
    [InlineData(Els.Meta + "[BEAT: a\nname: A\n---\nHi.\n[END_BEAT]", "tag-unclosed 4:1")]
    [InlineData(Els.Header + "Hi.\n[END_BEAT\n[BEAT: b]\nname: B\n---\nHi.\n[END_BEAT]", "tag-unclosed 8:1")]
    [InlineData("[META\nvideo_title: T\nproject: p\n[BEAT: a]\nname: A\n---\nHi.\n[END_BEAT]", "tag-unclosed 1:1")]
    [InlineData(Els.Header + "Hi. [END_BEAT\n[BEAT: b]\nname: B\n---\nHi.\n[END_BEAT]", "tag-unclosed 7:5")]
    [InlineData(Els.Header + "Hi.\n[PACE: fast] [END_BEAT]\n[BEAT: b]\nname: B\n---\nHi.\n[END_BEAT]", "tag-after-text 8:14")]
    public void A_structure_tag_that_is_unclosed_or_not_alone_still_counts(string script, string finding) =>
        Assert.Equal([finding], Els.FindingsIn(script));

    [Fact]
    public void Everything_missing_in_a_beat_is_reported_at_its_tag()
    {
        Assert.Equal(
            ["beat-name-missing 4:1", "beat-separator-missing 4:1", "beat-empty 4:1", "unclosed-beat 4:1"],
            Els.FindingsIn(Els.Meta + "[BEAT: a]"));
    }

    [Fact]
    public void Well_formed_beats_are_counted_even_if_a_tag_is_wrong()
    {
        var validation = Els.Read(Els.Meta + Els.Beat("a") + Els.Beat("b", "[PACE: warp] Hi.") + Els.Beat("?") + Els.Beat("A")).Validation;

        Assert.False(validation.IsValid);
        Assert.Equal(2, validation.BeatCount);
    }

    [Fact]
    public void Text_lines_are_counted_per_character()
    {
        var validation = Els.Read(Els.Body("One.\n[CHARACTER: Boomer]\nTwo.\n[CHARACTER: nobody]\nThree.\n[CHARACTER: fed]")).Validation;

        Assert.Equal(new Dictionary<string, int> { ["every-coon"] = 1, ["boomer"] = 2 }, validation.CharacterCount);
    }

    [Fact]
    public void Fifty_beats_cause_no_warning()
    {
        var script = Els.Meta + string.Concat(Enumerable.Range(1, 50).Select(n => Els.Beat($"b{n}")));

        Assert.Equal(50, Els.Read(script).Validation.BeatCount);
        Assert.Empty(Els.FindingsIn(script));
    }
}
