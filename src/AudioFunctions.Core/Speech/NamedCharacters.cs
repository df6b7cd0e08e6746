namespace AudioFunctions.Speech;

/// <summary>The times of the characters that an alignment names; the other characters are placed between them.</summary>
internal sealed class NamedCharacters(string text, ServiceAlignment.Unit?[] named)
{
    private readonly double[] _starts = new double[text.Length];
    private readonly double[] _ends = new double[text.Length];

    public CharacterAlignment Fill()
    {
        var reached = 0.0;
        for (var i = 0; i < text.Length;)
        {
            if (named[i] is { } unit)
            {
                (_starts[i], _ends[i]) = (unit.Start, unit.End);
                reached = unit.End;
                i++;
                continue;
            }

            var end = i + 1;
            while (end < text.Length && named[end] is null)
                end++;
            Spread(i, end, reached, end < text.Length ? named[end]!.Value.Start : reached);
            i = end;
        }

        return new CharacterAlignment(_starts, _ends);
    }

    /// <summary>
    /// Unnamed letters and digits share the time between two named characters, for instance a number that the service spelled out. An unnamed
    /// space or punctuation mark takes no time.
    /// </summary>
    private void Spread(int from, int to, double start, double end)
    {
        var letters = Enumerable.Range(from, to - from).Count(i => char.IsLetterOrDigit(text[i]));
        var length = letters == 0 ? 0 : Math.Max(0, end - start) / letters;
        // A space that was left out never starts after the next character.
        var at = Math.Min(start, end);
        for (var i = from; i < to; i++)
        {
            _starts[i] = at;
            at = char.IsLetterOrDigit(text[i]) ? at + length : Math.Max(at, start);
            _ends[i] = Math.Max(_starts[i], at);
        }
    }
}
