using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Export;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Tests.Export;

public sealed class ResultTableTests
{
    private static readonly ProductionOutput Output = new("id", "Title",
    [
        new ProducedBeat("01_hook", "every-coon", [new ProducedTake("a", 9_999), new ProducedTake("b", 61_250)], "b", null),
        new ProducedBeat("02_日本", "boomer", null, null, new BeatError("speech-unauthorized", "The key was\nrefused.")),
        new ProducedBeat("03_end", "fed", [new ProducedTake("c", 49)], "c", null),
    ], 61_299, "");

    [Fact]
    public void Columns_line_up_and_show_the_selected_take_or_the_reason() => Assert.Equal(
        """
        Beat     Character   Duration  File
        01_hook  every-coon    61.3 s  out/01_hook.mp3
        02_日本  boomer        failed  speech-unauthorized: The key was�refused.
        03_end   fed            0.0 s  not exported
        Total                  61.3 s
        """,
        Text(Palette.Plain));

    [Fact]
    public void A_suspect_take_is_marked_with_its_reasons() => Assert.Contains(
        "\n01_hook  every-coon    61.3 s  out/01_hook.mp3  (suspect: clipped, noisy-tail)\n",
        Text(Palette.Plain, beat => beat == "01_hook" ? "clipped, noisy-tail" : null),
        StringComparison.Ordinal);

    [Fact]
    public void A_failed_row_stands_out_in_colour() =>
        Assert.Contains("\e[31m02_日本  boomer        failed  speech-unauthorized: The key was�refused.\e[0m\n", Text(new Palette(true)), StringComparison.Ordinal);

    private static string Text(Palette palette, Func<string, string?>? reasonsOf = null) => string.Join(
        '\n', ResultTable.Lines(Output, beat => beat == "01_hook" ? "out/01_hook.mp3" : null, reasonsOf ?? (_ => null), palette));
}
