using System.Text;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Voices;

namespace AudioFunctions.Benchmarks.Audio;

/// <summary>A segment of random lines with pauses after and inside them, and a recording of it of which everything is known.</summary>
internal sealed class RandomSegment
{
    private static readonly string[] Vocabulary =
    [
        "me", "bag", "not", "same", "corporation", "stole", "your", "chips", "again", "nobody", "told", "anything", "raccoon", "a", "market",
        "Friday", "twenty", "percent", "smaller", "always", "I", "was", "there", "shelf", "supermarket", "Margaret", "of", "the", "inflation",
        "transitory", "snack", "hungry", "tiny", "package", "price", "went", "up", "and", "down", "we're", "fine", "everything", "so", "early", "20", "3", "1999",
    ];

    private readonly List<string> _words = [];

    /// <param name="lines">By default 2–6.</param>
    public RandomSegment(int seed, double noise, int? lines = null)
    {
        var random = new Random(seed);
        Segment = Write(random, lines ?? random.Next(2, 7));
        Speech = Speak(random, noise);
    }

    public SpeechSegment Segment { get; }

    public SyntheticSpeech Speech { get; }

    /// <summary>The word of the recording that comes after a place in the text.</summary>
    public int WordAfter(int at) => Segment.Text[..at].Count(c => c == ' ');

    /// <summary>A word with its numbers as they are spoken.</summary>
    public static string InWords(string word) => word
        .Replace("1999", "nineteen ninety-nine", StringComparison.Ordinal)
        .Replace("20", "twenty", StringComparison.Ordinal)
        .Replace("3", "three", StringComparison.Ordinal);

    private SpeechSegment Write(Random random, int count)
    {
        var text = new StringBuilder();
        var lines = new List<SegmentLine>();
        var silences = new List<SegmentSilence>();
        for (var line = 0; line < count; line++)
        {
            var start = text.Length;
            var length = random.Next(2, 10);
            for (var i = 0; i < length; i++)
            {
                if (text.Length > 0)
                    text.Append(' ');
                if (i == 0)
                    start = text.Length;
                else if (random.Next(12) == 0)
                    silences.Add(new SegmentSilence(text.Length, 300));
                _words.Add(Vocabulary[random.Next(Vocabulary.Length)] + Mark(i + 1 == length, random));
                text.Append(_words[^1]);
            }

            lines.Add(new SegmentLine(line, start, text.Length - start));
            silences.Add(new SegmentSilence(text.Length + (line + 1 < count ? 1 : 0), 500));
        }

        return new SpeechSegment(
            0, "every-coon", "voice", new VoiceSettings(0.5, 0.5, 0.5, 1), text.ToString(), lines, silences, null, null);
    }

    private static string Mark(bool isLast, Random random) => isLast
        ? random.Next(8) switch { 0 => "!", 1 => "?", _ => "." }
        : random.Next(9) == 0 ? "," : "";

    /// <summary>
    /// Speaks at a tempo of its own. Half of all words run into the next without a silence, but not where a pause is written: no cut is right
    /// in the middle of a sound.
    /// </summary>
    private SyntheticSpeech Speak(Random random, double noise)
    {
        var tempo = random.Next(45, 80);
        var beforePause = Segment.Silences.Select(silence => WordAfter(silence.At) - 1).ToHashSet();
        var spoken = -1;
        return SyntheticSpeech.Speak(
            Segment.Text,
            gapMs: word => word[^1] switch
            {
                '.' or '!' or '?' => random.Next(180, 500),
                ',' => random.Next(80, 220),
                _ when beforePause.Contains(spoken) => random.Next(30, 90),
                _ => random.Next(2) == 0 ? 0 : random.Next(10, 70),
            },
            noise: noise,
            letterMs: word =>
            {
                spoken++;
                // A number is spoken as long as its words.
                return tempo * random.Next(75, 130) / 100 * InWords(word).Length / word.Length;
            });
    }
}
