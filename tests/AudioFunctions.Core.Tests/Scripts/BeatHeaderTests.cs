using AudioFunctions.Scripts;

namespace AudioFunctions.Core.Tests.Scripts;

public sealed class BeatHeaderTests
{
    [Theory]
    [InlineData("a", 0)]
    [InlineData("01_hook", 1)]
    [InlineData("000000012", 12)]
    [InlineData("123456789-x", 123456789)]
    [InlineData("9", 9)]
    [InlineData("x12", 0)]
    public void Beat_number_is_the_leading_digits(string id, int number)
    {
        var beat = Els.Read(Els.Meta + Els.Beat(id)).Script!.Beats[0];

        Assert.Equal((id, number), (beat.BeatId, beat.BeatNumber));
    }

    [Theory]
    [InlineData("_a")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("..")]
    [InlineData("ä")]
    [InlineData("１")]
    [InlineData("1234567890")]
    [InlineData("0123456789x")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void An_id_that_cannot_be_a_file_name_is_reported_at_its_value(string id)
    {
        var found = Assert.Single(Els.Read(Els.Meta + Els.Beat(id)).Validation.Diagnostics);

        Assert.Equal((DiagnosticCodes.BeatIdInvalid, 4, 8), (found.Code, found.Line, found.Column));
    }

    [Fact]
    public void An_id_of_64_characters_is_valid()
    {
        Assert.Empty(Els.FindingsIn(Els.Meta + Els.Beat(new string('a', 64))));
    }

    [Fact]
    public void Diagnostics_of_a_beat_with_an_invalid_id_contain_the_shortened_id()
    {
        var found = Els.Read(Els.Meta + Els.Beat(new string('b', 1000), "[PACE: warp] Hi.")).Validation.Diagnostics;

        Assert.Equal(2, found.Count);
        Assert.All(found, diagnostic => Assert.Equal(new string('b', 64) + "…", diagnostic.BeatId));
    }

    [Theory]
    [InlineData("[BEAT:]", "beat-id-invalid 4:7")]
    [InlineData("[BEAT]", "beat-id-invalid 4:6")]
    [InlineData("[BEAT:  ]", "beat-id-invalid 4:9")]
    public void An_empty_id_is_reported_where_it_should_be(string tag, string finding)
    {
        var script = Els.Meta + tag + "\nname: A\n---\nHi.\n[END_BEAT]";

        Assert.Equal([finding], Els.FindingsIn(script));
        Assert.Null(Els.Read(script).Validation.Diagnostics[0].BeatId);
    }

    [Fact]
    public void Header_ignores_case_and_blank_lines()
    {
        var beat = Els.Read(Els.Meta + "\n[beat:B-1]\n\n  NAME :  The: name \n\n  ---  \n\nHi.\n\n[End_Beat]\n").Script!.Beats[0];

        Assert.Equal(("B-1", "The: name", "Hi."), (beat.BeatId, beat.BeatName, beat.CombinedScript));
    }

    [Theory]
    [InlineData("name: A\nHi.\n---\nThere.", "text-outside-beat 6:1")]
    [InlineData("[PACE: fast]\nname: A\n---\nHi.", "text-outside-beat 5:1")]
    [InlineData("name: A\n[WHAT]\n---\nHi.", "unknown-tag 6:1")]
    [InlineData("name: A\nname: B\n---\nHi.", "text-outside-beat 6:1")]
    [InlineData("---\nname: A", "beat-name-missing 4:1")]
    // Without the separator, the body starts at the first line that isn't a name.
    [InlineData("name: A\n[PACE: warp]\nHi.", "beat-separator-missing 4:1|unknown-pace 6:8")]
    [InlineData("Hi.", "beat-name-missing 4:1|beat-separator-missing 4:1")]
    public void Misplaced_lines_in_a_header_are_reported(string beat, string findings) =>
        Assert.Equal(findings.Split('|'), Els.FindingsIn(Els.Meta + $"[BEAT: a]\n{beat}\n[END_BEAT]"));

    [Fact]
    public void The_separator_of_the_next_beat_does_not_count_for_this_one()
    {
        Assert.Equal(
            ["beat-separator-missing 4:1"],
            Els.FindingsIn(Els.Meta + "[BEAT: a]\nname: A\nHi.\n[END_BEAT]\n" + Els.Beat("b")));
    }

    [Fact]
    public void A_second_name_counts_if_the_first_was_empty()
    {
        Assert.Empty(Els.FindingsIn(Els.Meta + "[BEAT: a]\nname:\nname: A\n---\nHi.\n[END_BEAT]"));
    }

    [Fact]
    public void Dashes_in_a_body_are_text()
    {
        Assert.Equal(["One.", "---"], Els.BeatOf("One.\n---").Lines.Select(line => line.Text));
    }
}
