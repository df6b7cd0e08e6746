using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Arguments;
using AudioFunctions.Cli.Voices;

namespace AudioFunctions.Cli.Tests.Arguments;

public sealed class CommandLineTests
{
    public static TheoryData<string[], RunOptions> Understood => new()
    {
        { [], new RunOptions(null, null, null, null, Serve: false, Help: false) },
        { ["a b.els"], new RunOptions("a b.els", null, null, null, false, false) },
        { ["--port", "80", "a.els", "--out=o", "--project", "coon"], new RunOptions("a.els", "o", "coon", 80, false, false) },
        { ["--serve"], new RunOptions(null, null, null, null, true, false) },
        { ["--serve", "a.els", "--port=65535"], new RunOptions("a.els", null, null, 65535, true, false) },
        { ["--", "--serve"], new RunOptions("--serve", null, null, null, false, false) },
        { ["--mcp", "--port=80"], new RunOptions(null, null, null, 80, false, false) { Mcp = true } },
        { ["-h"], new RunOptions(null, null, null, null, false, true) },
        { ["--ignore-quota", "a.els"], new RunOptions("a.els", null, null, null, false, false, IgnoreQuota: true) },
        { ["--again", "--max-credits", "0"], new RunOptions(null, null, null, null, false, false) { Again = true, MaxCredits = 0 } },
        { ["--loudness", "short-video", "a.els"], new RunOptions("a.els", null, null, null, false, false) { Export = new ExportOptions("short-video", false, false) } },
        { ["--wav", "--stems", "--loudness=off"], new RunOptions(null, null, null, null, false, false) { Export = new ExportOptions("off", true, true) } },
        { ["--check", "--max-credits=1000", "a.els"], new RunOptions("a.els", null, null, null, false, false) { Check = true, MaxCredits = 1000 } },
        { ["--takes", "3", "--auto-retakes=0"], new RunOptions(null, null, null, null, false, false) { Takes = 3, AutoRetakes = 0 } },
        { ["voices", "--port=80"], new RunOptions(null, null, null, 80, false, false) { Voices = new VoicesRequest() } },
        { ["voices", "preview", "Fed"], new RunOptions(null, null, null, null, false, false) { Voices = new VoicesRequest(Previewed: "fed") } },
        {
            ["voices", "add", "Granny", "abc", "--style", "0.2", "--name=Old G"],
            new RunOptions(null, null, null, null, false, false) { Voices = new VoicesRequest(new Voice("granny", "Old G", "abc", 0.5, 0.75, 0.2, 1)) }
        },
        { ["--", "voices"], new RunOptions("voices", null, null, null, false, false) },
        { ["./voices"], new RunOptions("./voices", null, null, null, false, false) },
        { ["--project", "-dash"], new RunOptions(null, null, "-dash", null, false, false) },
    };

    [Theory]
    [MemberData(nameof(Understood))]
    public void Options_can_come_in_any_order_and_form(string[] arguments, RunOptions expected)
    {
        var (options, problem) = CommandLine.Parse(arguments);

        Assert.Null(problem);
        Assert.Equal(expected, options);
    }

    [Theory]
    [InlineData("unknown option '--warp'", "--warp")]
    [InlineData("unknown option '--warp'", "--warp=9")]
    [InlineData("unknown option '-'", "-")]
    [InlineData("--port needs a value", "--port")]
    [InlineData("--out needs a value", "--out=")]
    [InlineData("--port takes a number from 1 to 65535, not '0'", "--port", "0")]
    [InlineData("--port takes a number from 1 to 65535, not '65536'", "--port=65536")]
    [InlineData("--port takes a number from 1 to 65535, not '+80'", "--port", "+80")]
    [InlineData("--serve takes no value", "--serve=yes")]
    [InlineData("--ignore-quota takes no value", "--ignore-quota=yes")]
    [InlineData("--again takes no value", "--again=yes")]
    [InlineData("--max-credits needs a value", "--max-credits")]
    [InlineData("--max-credits takes a whole number from 0 to 2147483647, not '-1'", "--max-credits", "-1")]
    [InlineData("--max-credits takes a whole number from 0 to 2147483647, not '2147483648'", "--max-credits=2147483648")]
    [InlineData("--loudness needs a value", "--loudness")]
    [InlineData("--loudness takes off, short-video, podcast, ebu, not 'loud'", "--loudness", "loud")]
    [InlineData("--wav takes no value", "--wav=yes")]
    [InlineData("--takes takes a whole number from 1 to 5, not '6'", "--takes", "6")]
    [InlineData("--auto-retakes takes a whole number from 0 to 5, not 'some'", "--auto-retakes=some")]
    [InlineData("--check and --serve can't be combined: use one of them", "--serve", "--check", "a.els")]
    [InlineData("--mcp takes its work from its client: it can't be combined with a script, --check or --serve", "--mcp", "a.els")]
    [InlineData("--mcp takes its work from its client: it can't be combined with a script, --check or --serve", "--mcp", "--serve")]
    [InlineData("one script at a time: 'a.els' and 'b.els' were given", "a.els", "b.els")]
    [InlineData("the script's path is empty", "")]
    [InlineData("'no name' can't be a character's name: use 1 to 64 of a-z, 0-9, _ and -, a letter or digit first", "voices", "preview", "no name")]
    [InlineData("'../x' can't be a character's name: use 1 to 64 of a-z, 0-9, _ and -, a letter or digit first", "voices", "add", "../x", "abc")]
    [InlineData("'voices' lists, 'voices add CHARACTER VOICE_ID' adds one, 'voices preview CHARACTER' speaks with one", "voices", "add", "granny")]
    [InlineData("'voices' lists, 'voices add CHARACTER VOICE_ID' adds one, 'voices preview CHARACTER' speaks with one", "voices", "drop", "granny")]
    [InlineData("'voices' lists, 'voices add CHARACTER VOICE_ID' adds one, 'voices preview CHARACTER' speaks with one", "voices", "--speed", "1")]
    [InlineData("--speed takes a number such as 0.5, not 'fast'", "voices", "add", "granny", "abc", "--speed", "fast")]
    [InlineData("the settings of a voice need the command 'voices add'", "a.els", "--speed", "1")]
    [InlineData("'voices' can't be combined with --serve, --check or --mcp", "voices", "--serve")]
    public void Wrong_arguments_are_reported(string expected, params string[] arguments)
    {
        var (options, problem) = CommandLine.Parse(arguments);

        Assert.Null(options);
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("--out")]
    [InlineData("--project")]
    [InlineData("--port")]
    [InlineData("--serve")]
    [InlineData("--ignore-quota")]
    [InlineData("--again")]
    [InlineData("--check")]
    [InlineData("--max-credits")]
    [InlineData("--loudness")]
    [InlineData("--wav")]
    [InlineData("--stems")]
    [InlineData("--takes")]
    [InlineData("--auto-retakes")]
    [InlineData("--help")]
    [InlineData("--similarity")]
    [InlineData("voices add")]
    public void The_usage_names_every_option(string option) => Assert.Contains(option, CommandLine.Usage, StringComparison.Ordinal);
}
