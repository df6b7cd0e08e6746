namespace AudioFunctions.Testing.Audio;

/// <summary>A stretch of samples, to before <paramref name="To"/>.</summary>
public readonly record struct Stretch(int From, int To)
{
    public int Length => To - From;
}

/// <summary>
/// A recording of which everything is known: words of buzz and hiss, each unlike the others, with silences as long as they were
/// asked for, and the true time of every character.
/// </summary>
public sealed class SyntheticSpeech
{
    private const int LetterMs = 60;
    private const int EdgeMs = 8;

    private SyntheticSpeech(short[] samples, int sampleRateHz, IReadOnlyList<Stretch> words, double[] starts, double[] ends)
    {
        Samples = samples;
        SampleRateHz = sampleRateHz;
        Words = words;
        StartSeconds = starts;
        EndSeconds = ends;
    }

    public short[] Samples { get; }

    public int SampleRateHz { get; }

    /// <summary>Where each word of the text is.</summary>
    public IReadOnlyList<Stretch> Words { get; }

    public double[] StartSeconds { get; }

    public double[] EndSeconds { get; }

    /// <summary>Speaks a text, a word for each stretch between spaces.</summary>
    /// <param name="gapMs">The silence between two words; by default 200 after a sentence and 40 otherwise.</param>
    /// <param name="leadMs">Silence before the first word.</param>
    /// <param name="tailMs">Silence after the last.</param>
    /// <param name="noise">Amplitude of the room's noise, of 32768.</param>
    /// <param name="letterMs">How long each letter of a word lasts; by default 60.</param>
    public static SyntheticSpeech Speak(
        string text,
        Func<string, int>? gapMs = null,
        int leadMs = 60,
        int tailMs = 90,
        double noise = 0,
        int sampleRateHz = 44100,
        Func<string, int>? letterMs = null)
    {
        var words = new List<Stretch>();
        var starts = new double[text.Length];
        var ends = new double[text.Length];
        var at = leadMs * sampleRateHz / 1000;
        var samples = new List<short>(new short[at]);
        var random = new Random(text.Length);
        for (int i = 0, space; i < text.Length; i = space + 1)
        {
            space = text.IndexOf(' ', i) is >= 0 and var found ? found : text.Length;
            var word = text[i..space];
            var letters = word.Count(char.IsLetterOrDigit);
            samples.AddRange(Word(letters * (letterMs?.Invoke(word) ?? LetterMs) * sampleRateHz / 1000, words.Count, sampleRateHz, random).AsSpan());
            words.Add(new Stretch(at, samples.Count));
            var isLast = space == text.Length;
            samples.AddRange(new short[(isLast ? tailMs : (gapMs ?? NaturalGapMs)(word)) * sampleRateHz / 1000]);
            Align(text, i, Math.Min(space + 1, text.Length), words[^1], samples.Count, starts, ends, sampleRateHz);
            at = samples.Count;
        }

        var all = samples.ToArray();
        for (var i = 0; i < all.Length && noise > 0; i++)
        {
            all[i] += (short)(((random.NextDouble() * 2) - 1) * noise);
        }

        return new SyntheticSpeech(all, sampleRateHz, words, starts, ends);
    }

    private static int NaturalGapMs(string word) => word[^1] is '.' or '!' or '?' ? 200 : 40;

    /// <summary>A word's letters share its time; the mark and the space behind it share the silence that follows.</summary>
    private static void Align(string text, int from, int to, Stretch word, int gapEnd, double[] starts, double[] ends, int rate)
    {
        var letters = Enumerable.Range(from, to - from).Count(i => char.IsLetterOrDigit(text[i]));
        var others = to - from - letters;
        var spoken = 0;
        var silent = 0;
        for (var i = from; i < to; i++)
        {
            var isLetter = char.IsLetterOrDigit(text[i]);
            var (start, length, index, count) = isLetter
                ? (word.From, word.Length, spoken++, letters)
                : (word.To, gapEnd - word.To, silent++, others);
            starts[i] = (start + ((double)length * index / count)) / rate;
            ends[i] = (start + ((double)length * (index + 1) / count)) / rate;
        }
    }

    /// <summary>Three harmonics of the word's own pitch with some hiss, swelling and fading at the edges.</summary>
    private static short[] Word(int length, int number, int rate, Random random)
    {
        var word = new short[length];
        var pitch = 2 * Math.PI * (110 + (17 * (number % 12))) / rate;
        var edge = EdgeMs * rate / 1000.0;
        for (var i = 0; i < length; i++)
        {
            var swell = Math.Min(1, Math.Min(i + 1, length - i) / edge);
            var voice = Math.Sin(pitch * i) + (0.5 * Math.Sin(2.01 * pitch * i)) + (0.3 * Math.Sin(5.1 * pitch * i));
            word[i] = (short)(swell * ((5000 * voice) + (600 * ((random.NextDouble() * 2) - 1))));
        }

        return word;
    }
}
