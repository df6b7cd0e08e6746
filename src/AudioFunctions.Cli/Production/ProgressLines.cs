using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Production;

/// <summary>Writes a line for each spoken beat; on a terminal, shows the current beat below them.</summary>
public sealed class ProgressLines(Screen screen, IReadOnlyList<OutlineBeat> beats)
{
    private readonly int _idWidth = Widest(beats.Select(b => b.BeatId));
    private readonly int _characterWidth = Widest(beats.Select(b => b.Character));
    private int _spoken;

    /// <param name="onBeat">Time since the current beat started.</param>
    public void Show(ProductionProgress? progress, TimeSpan onBeat)
    {
        var current = progress?.Beat ?? 0;
        // Several beats may have been spoken between two polls.
        MarkSpoken(current - 1);
        var failed = progress is { Failed: > 0 } ? $" ({progress.Failed} failed so far)" : "";
        screen.Live(current >= 1 && current <= beats.Count
            ? $"{Describe(current)}  … {onBeat.TotalSeconds:0} s{failed}"
            : $"Preparing … {onBeat.TotalSeconds:0} s");
    }

    /// <summary>Marks all beats as done.</summary>
    public void End() => MarkSpoken(beats.Count);

    private static int Widest(IEnumerable<string> texts) => texts.Select(Printable.Width).DefaultIfEmpty().Max();

    private void MarkSpoken(int upTo)
    {
        while (_spoken < Math.Min(upTo, beats.Count))
        {
            screen.Line(Describe(++_spoken));
        }
    }

    private string Describe(int number)
    {
        var beat = beats[number - 1];
        var count = beats.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var position = number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(count.Length);
        return $"[{position}/{count}] {Printable.Pad(beat.BeatId, _idWidth)}  {Printable.Pad(beat.Character, _characterWidth)}  {Printable.From(beat.BeatName)}";
    }
}
