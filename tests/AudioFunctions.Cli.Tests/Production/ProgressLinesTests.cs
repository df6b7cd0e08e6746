using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Production;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Tests.Production;

public sealed class ProgressLinesTests : IDisposable
{
    private static readonly OutlineBeat[] Beats =
    [
        .. Enumerable.Range(1, 10).Select(i => new OutlineBeat($"b{i}", $"Name {i}", i == 10 ? "every-coon" : "fed")),
    ];

    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Beats_spoken_between_two_polls_are_printed()
    {
        var lines = Lines(isLive: false);
        lines.Show(Progress(1), TimeSpan.Zero);
        lines.Show(Progress(4), TimeSpan.Zero);
        lines.Show(Progress(4), TimeSpan.Zero);

        Assert.Equal("""
            [ 1/10] b1   fed         Name 1
            [ 2/10] b2   fed         Name 2
            [ 3/10] b3   fed         Name 3

            """, _output.ToString());
    }

    [Fact]
    public void The_end_prints_the_remaining_beats()
    {
        var lines = Lines(isLive: false);
        lines.Show(Progress(10), TimeSpan.Zero);
        _output.GetStringBuilder().Clear();
        lines.End();

        Assert.Equal("[10/10] b10  every-coon  Name 10\n", _output.ToString());
    }

    [Fact]
    public void A_terminal_shows_the_current_beat_and_the_number_of_failed_ones()
    {
        var lines = Lines(isLive: true);
        lines.Show(null, TimeSpan.FromSeconds(1));
        lines.Show(Progress(2, failed: 1), TimeSpan.FromSeconds(3.4));

        Assert.Equal(
            "\r\e[2KPreparing … 1 s"
            + "\r\e[2K[ 1/10] b1   fed         Name 1\n"
            + "\r\e[2K[ 2/10] b2   fed         Name 2  … 3 s (1 failed so far)",
            _output.ToString());
    }

    [Fact]
    public void A_beat_number_beyond_the_script_is_ignored()
    {
        var lines = Lines(isLive: false);
        lines.Show(Progress(99), TimeSpan.Zero);

        Assert.Equal(10, _output.ToString().Count(c => c == '\n'));
    }

    private static ProductionProgress Progress(int beat, int failed = 0) => new("generating", beat, 10, $"b{beat}", failed);

    private ProgressLines Lines(bool isLive) => new(new Screen(_output, _output, isLive, Palette.Plain, Palette.Plain, 120), Beats);
}
