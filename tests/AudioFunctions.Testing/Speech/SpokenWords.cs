namespace AudioFunctions.Testing.Speech;

/// <summary>Words one after the other, with quiet between them, and where each of their characters came to lie.</summary>
internal sealed class SpokenWords
{
    private const double LeadSeconds = 0.05;
    private const double TagSeconds = 0.08;

    private readonly int _rate;
    private readonly double _scale;
    private readonly List<short> _samples = [];
    private readonly List<string> _characters = [];
    private readonly List<double> _starts = [];
    private readonly List<double> _ends = [];

    private SpokenWords(int rate, double scale)
    {
        (_rate, _scale) = (rate, scale);
        AddQuiet(LeadSeconds);
    }

    public IReadOnlyList<short> Samples => _samples;

    /// <param name="hasAudioTags">Words in square brackets are not spoken; they are in the alignment all the same.</param>
    /// <param name="scale">Stretches the quiet between the words.</param>
    /// <param name="sound">The samples of one word.</param>
    public static async Task<SpokenWords> OfAsync(
        string text, bool hasAudioTags, int rate, double scale, Func<string, Task<short[]>> sound)
    {
        var spoken = new SpokenWords(rate, scale);
        var at = 0;
        while (at < text.Length)
        {
            if (hasAudioTags && text[at] == '[' && text.IndexOf(']', at) is > 0 and var close)
            {
                spoken.AddTag(text[at..(close + 1)]);
                at = close + 1;
                continue;
            }

            var end = EndOf(text, at, blank: char.IsWhiteSpace(text[at]));
            var part = text[at..end];
            if (char.IsWhiteSpace(part[0]))
                spoken.AddBlank(part, after: at == 0 ? ' ' : text[at - 1]);
            else
                spoken.AddWord(part, await sound(part));
            at = end;
        }

        spoken.AddQuiet(LeadSeconds);
        return spoken;
    }

    public SpokenResponse Encoded(byte[] audio) => new(audio, _characters, _starts, _ends);

    private static int EndOf(string text, int from, bool blank)
    {
        var end = from;
        while (end < text.Length && char.IsWhiteSpace(text[end]) == blank)
            end++;
        return end;
    }

    private static double PauseSeconds(char after) => after switch
    {
        '.' or '!' or '?' => 0.22,
        ',' or ';' or ':' => 0.12,
        _ => 0.06,
    };

    private void AddWord(string word, short[] samples)
    {
        var start = _samples.Count;
        _samples.AddRange(samples);
        Align(word, start);
    }

    /// <summary>It takes a moment of quiet.</summary>
    private void AddTag(string tag)
    {
        var start = _samples.Count;
        AddQuiet(TagSeconds);
        Align(tag, start);
    }

    private void AddBlank(string blank, char after)
    {
        var start = _samples.Count;
        AddQuiet(PauseSeconds(after));
        Align(blank, start);
    }

    private void AddQuiet(double seconds) => _samples.AddRange(new short[(int)(seconds * _scale * _rate)]);

    /// <summary>The service counts characters as Unicode code points, in milliseconds.</summary>
    private void Align(string part, int start)
    {
        var runes = part.EnumerateRunes().Select(r => r.ToString()).ToList();
        var length = _samples.Count - start;
        for (var i = 0; i < runes.Count; i++)
        {
            _characters.Add(runes[i]);
            _starts.Add(Math.Round((start + ((double)length * i / runes.Count)) / _rate, 3));
            _ends.Add(Math.Round((start + ((double)length * (i + 1) / runes.Count)) / _rate, 3));
        }
    }
}
