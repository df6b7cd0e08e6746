using AudioFunctions.Beats;
using AudioFunctions.Scripts;

namespace AudioFunctions.Tests.Beats;

/// <summary>The part of a beat to speak or estimate; its script may have been replaced in the meantime.</summary>
public sealed class SpokenPartTests
{
    private static readonly Beat Beat = new("01_fruit", 1, "Fruit", "boomer", [Line("Me pick."), Line("..."), Line("Me eat.")], "", null, "normal", null, 0);

    private static readonly Script Script = new("Fruit", "tests", "boomer", "normal", PauseMode.Add, [Beat]);

    [Fact]
    public void Part_without_a_line_is_the_whole_beat() => Assert.Equal((Beat, null), SpokenPart.Of(Script, "01_fruit", null));

    [Fact]
    public void Part_with_a_line_is_that_line() => Assert.Equal("Me eat.", Assert.Single(SpokenPart.Of(Script, "01_fruit", 2).Part!.Lines).Text);

    [Theory]
    [InlineData("01_fruit", -1, "line-not-in-beat")]
    [InlineData("01_fruit", 3, "line-not-in-beat")]
    [InlineData("01_fruit", 1, "line-not-in-beat")]
    [InlineData("02_gone", 0, "beat-not-found")]
    [InlineData("02_gone", null, "beat-not-found")]
    public void Unknown_beat_or_line_is_refused(string beatId, int? line, string code)
    {
        var (part, refusal) = SpokenPart.Of(Script, beatId, line);

        Assert.Null(part);
        Assert.Equal(code, refusal!.Code);
    }

    private static ScriptLine Line(string text) => new(text, "boomer", null, "normal", null, 0, [], null, null, [], []);
}
