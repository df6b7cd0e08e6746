using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Production;

/// <summary>One line per beat, written when it has been spoken; on a terminal, the beat in work below them.</summary>
public sealed class ProgressLines(Screen screen, IReadOnlyList<OutlineBeat> beats)
{
    private readonly int _idWidth = Widest(beats.Select(b => b.BeatId));
    private readonly int _characterWidth = Widest(beats.Select(b => b.Character));
    private int _spoken;

    /// <param name="onBeat">Time since the beat in work began.</param>
    public void Show(ProductionProgress? progress, TimeSpan onBeat)
    {
        var current = progress?.Beat ?? 0;
        // A quick voice may have spoken several beats between two looks at the status.
        MarkSpoken(current - 1);
        var failed = progress is { Failed: > 0 } ? $" ({progress.Failed} failed so far)" : "";
        screen.Live(current >= 1 && current <= beats.Count
            ? $"{Describe(current)}  … {onBeat.TotalSeconds:0} s{failed}"
            : $"Preparing … {onBeat.TotalSeconds:0} s");
    }

    /// <summary>All beats are behind the production.</summary>
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
