using System.Text.Json;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Serialization;

namespace AudioFunctions.Core.Tests.Scripts;

public sealed class MetaTests
{
    private static readonly string OneBeat = Els.Beat("a");

    [Fact]
    public void Keys_ignore_case_and_spaces_around_the_colon()
    {
        var script = Els.Read(
            " [ Meta ]\n  VIDEO_TITLE :  A: B \n\nProject:p\ndefault_character : EveryCoon\n"
            + "DEFAULT_PACE:Slow\npause_mode: EXACT\n" + OneBeat).Script!;

        Assert.Equal(("A: B", "p", "every-coon"), (script.VideoTitle, script.Project, script.DefaultCharacter));
        Assert.Equal(("slow", PauseMode.Exact), (script.DefaultPace, script.PauseMode));
    }

    [Fact]
    public void Absent_keys_have_defaults_and_the_pace_does_not_count_as_set()
    {
        var script = Els.Read("[META]\n" + OneBeat).Script!;

        Assert.Equal(("Untitled", "trash-panda", "every-coon"), (script.VideoTitle, script.Project, script.DefaultCharacter));
        Assert.Equal(("normal", PauseMode.Add), (script.DefaultPace, script.PauseMode));
        Assert.Null(script.Beats[0].Lines[0].SpeedOverride);
        Assert.Null(script.Beats[0].SettingsOverride);
        Assert.Equal("normal", script.Beats[0].PrimaryPace);
    }

    [Theory]
    [InlineData("Directions: ACT\n", DirectionMode.Act, true)]
    [InlineData("directions : note\n", DirectionMode.Note, false)]
    [InlineData("", DirectionMode.Note, false)]
    public void Directions_are_notes_by_default_and_only_act_is_in_the_JSON(string key, DirectionMode mode, bool isWritten)
    {
        var script = Els.Read(Els.Meta + key + OneBeat).Script!;

        var json = JsonSerializer.Serialize(script, ProductJson.Options);

        Assert.Equal(mode, script.Directions);
        Assert.Equal(isWritten, json.Contains("\"directions\":\"act\"", StringComparison.Ordinal));
        Assert.Equal(isWritten, json.Contains("directions", StringComparison.Ordinal));
        Assert.Equal(mode, JsonSerializer.Deserialize<Script>(json, ProductJson.Options)!.Directions);
    }

    [Theory]
    [InlineData("act!", "line 4, column 13: unknown directions 'act!'; use note, act")]
    [InlineData("", "line 4, column 12: unknown directions ''; use note, act")]
    public void An_invalid_directions_value_is_an_error(string value, string sentence) =>
        Assert.Equal([sentence], Els.Read($"{Els.Meta}directions: {value}\n{OneBeat}").Validation.Errors);

    [Fact]
    public void Default_pace_counts_as_set()
    {
        var beat = Els.Read(Els.Meta + "default_pace: normal\n" + OneBeat).Script!.Beats[0];

        Assert.Equal(1.0, beat.Lines[0].SpeedOverride);
        Assert.Equal(new SettingsOverride(null, null, 1.0), beat.SettingsOverride);
    }

    [Theory]
    [InlineData("video_title:\nproject:  \n", "no-video-title 1:1|no-project 1:1")]
    [InlineData("default_pace:\nvideo_title: T\nproject: p\n", "unknown-default 2:14")]
    [InlineData("default_character:  \nvideo_title: T\nproject: p\n", "unknown-default 2:19")]
    [InlineData("video_title: T\nproject: p\n: value\n", "meta-key-unknown 4:1")]
    public void Empty_values_are_reported(string keys, string findings) =>
        Assert.Equal(findings.Split('|'), Els.FindingsIn("[META]\n" + keys + OneBeat));

    [Fact]
    public void The_first_of_two_equal_keys_counts()
    {
        var reading = Els.Read("[META]\nvideo_title: T\nproject: first\nproject: second\n" + OneBeat);

        Assert.Equal("first", reading.Script!.Project);
        Assert.Equal("meta-line-ignored", Assert.Single(reading.Validation.Diagnostics).Code);
    }

    [Theory]
    [InlineData(" request ", "request", 0)]
    [InlineData("  ", "trash-panda", 1)]
    [InlineData(null, "trash-panda", 1)]
    public void A_project_in_the_request_prevents_the_warning(string? projectName, string project, int warnings)
    {
        var reading = ScriptReader.Read("[META]\nvideo_title: T\n" + OneBeat, Els.Context with { ProjectName = projectName });

        Assert.Equal(project, reading.Script!.Project);
        Assert.Equal(warnings, reading.Validation.Warnings.Count);
    }

    [Fact]
    public void The_project_of_the_request_overrides_the_one_of_the_script()
    {
        Assert.Equal("request", ScriptReader.Read(Els.Meta + OneBeat, Els.Context with { ProjectName = "request" }).Script!.Project);
    }

    [Fact]
    public void A_narrator_without_a_voice_is_reported_if_it_speaks_lines_by_default()
    {
        var context = new ScriptContext(new HashSet<string> { "boomer" });

        Assert.Equal(
            "line 1, column 1: lines without [CHARACTER:] are spoken by every-coon, who has no voice profile; "
            + "add one, or set default_character to boomer",
            Assert.Single(ScriptReader.Read(Els.Meta + OneBeat, context).Validation.Errors));
        Assert.True(ScriptReader.Read(Els.Meta + "default_character: boomer\n" + OneBeat, context).Validation.IsValid);
        Assert.True(ScriptReader.Read(Els.Meta + Els.Beat("a", "[CHARACTER: boomer] Hi."), context).Validation.IsValid);
    }

    [Fact]
    public void Control_characters_in_names_become_spaces()
    {
        var beat = OneBeat.Replace("Name", "N\u001Bm", StringComparison.Ordinal);
        var script = Els.Read("[META]\nvideo_title: A\0B\fC\nproject: p\n" + beat).Script!;

        Assert.Equal("A B C", script.VideoTitle);
        Assert.Equal("N m", script.Beats[0].BeatName);
    }
}
