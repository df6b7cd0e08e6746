using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AudioFunctions.Audio.Cutting;
using AudioFunctions.Speech;

namespace AudioFunctions.Benchmarks.Audio;

/// <summary>
/// How many cut points are placed right, in the silence between the two words they were written between: with the true alignment, with one
/// that is bent, and without any; in silence and in noise. The segments are random, and their seeds are none that a test uses.
/// </summary>
public static class CutPointBenchmark
{
    private const int Segments = 500;
    private const int FirstSeed = 70_000;
    private const int LinesOfLongest = 1240;

    // Of 32768; a voice is about 4,100 loud.
    private const double FortyFiveUnderTheVoice = 40;
    private const double ThirtyUnderTheVoice = 225;

    private static readonly (string Name, double Noise, Func<RandomSegment, CharacterAlignment?> Alignment)[] Rows =
    [
        ("true", 0, segment => Bent(segment, (_, time) => time)),
        ("true, noise at -45 dB", FortyFiveUnderTheVoice, segment => Bent(segment, (_, time) => time)),
        ("true, noise at -30 dB", ThirtyUnderTheVoice, segment => Bent(segment, (_, time) => time)),
        ("x 0.85", 0, segment => Bent(segment, (_, time) => time * 0.85)),
        ("x 1.005", 0, segment => Bent(segment, (_, time) => time * 1.005)),
        ("x 1.15, to the end", 0, segment => Bent(segment, (_, time) => Math.Min(time * 1.15, LengthOf(segment)))),
        ("170 ms late", 0, segment => Bent(segment, (_, time) => Math.Min(time + 0.17, LengthOf(segment)))),
        ("400 ms late", 0, segment => Bent(segment, (_, time) => Math.Min(time + 0.4, LengthOf(segment)))),
        ("second half stands still", 0, segment => Bent(segment, (i, time) => IsLate(segment, i) ? Middle(segment) : time)),
        ("no times after the middle", 0, segment => Bent(segment, (i, time) => IsLate(segment, i) ? LengthOf(segment) : time)),
        ("one time far off", 0, segment => Bent(segment, (i, time) => i == segment.Segment.Text.Length / 3 ? 99 : time)),
        ("lower case", 0, segment => Spelled(segment, word => word.ToLowerInvariant())),
        ("no marks", 0, segment => Spelled(segment, word => word.TrimEnd('.', ',', '!', '?'))),
        ("numbers in words", 0, segment => Spelled(segment, RandomSegment.InWords)),
        ("none", 0, _ => null),
        ("none, noise at -45 dB", FortyFiveUnderTheVoice, _ => null),
        ("none, noise at -30 dB", ThirtyUnderTheVoice, _ => null),
    ];

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("alignment                cut points     right   wrong, said   wrong, unsaid   left out, said");
        foreach (var (name, noise, alignment) in Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var counts = Enumerable.Range(FirstSeed, Segments).AsParallel().WithCancellation(cancellationToken)
                .Select(seed => CountsOf(new RandomSegment(seed, noise), alignment))
                .Aggregate((one, other) => one + other);
            await WriteAsync(output, name, counts);
        }

        // The longest text that one request may carry.
        var longest = new RandomSegment(FirstSeed, 0, LinesOfLongest);
        var stopwatch = Stopwatch.StartNew();
        await WriteAsync(output, "none, 40,000 characters", CountsOf(longest, _ => null));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"The last took {stopwatch.Elapsed.TotalSeconds:0.0} s for {LengthOf(longest) / 60:0} minutes of {longest.Segment.Text.Length:N0} characters."));
    }

    private static Task WriteAsync(TextWriter output, string name, Counts counts) => output.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-27} {counts.All,7} {100.0 * counts.Right / counts.All,7:0.00} % {counts.WrongSaid,12} {counts.WrongUnsaid,15} {counts.LeftOut,16}"));

    private static Counts CountsOf(RandomSegment segment, Func<RandomSegment, CharacterAlignment?> alignment)
    {
        var (text, speech) = (segment.Segment.Text, segment.Speech);
        var cutPoints = SegmentCutPoints.Of(segment.Segment, isExact: false).Inner;
        var times = CharacterTimes.From(alignment(segment), text.Length, speech.SampleRateHz);
        var envelope = new VoiceEnvelope(speech.Samples, speech.SampleRateHz);
        var placed = new CutPointPlacement(segment.Segment, envelope, speech.SampleRateHz).Place(cutPoints, times, speech.Samples.Length);
        var counts = new Counts();
        for (var i = 0; i < cutPoints.Count; i++)
        {
            var after = segment.WordAfter(cutPoints[i].At);
            counts += placed.CutPoints[i] switch
            {
                null => new Counts(LeftOut: 1),
                { } place when place.Quietest >= speech.Words[after - 1].To && place.Quietest <= speech.Words[after].From => new Counts(Right: 1),
                _ when placed.Uncertain?.Contains(cutPoints[i]) == true => new Counts(WrongSaid: 1),
                _ => new Counts(WrongUnsaid: 1),
            };
        }

        return counts;
    }

    private static bool IsLate(RandomSegment segment, int character) => character >= segment.Segment.Text.Length / 2;

    private static double Middle(RandomSegment segment) => segment.Speech.StartSeconds[segment.Segment.Text.Length / 2];

    private static double LengthOf(RandomSegment segment) => (double)segment.Speech.Samples.Length / segment.Speech.SampleRateHz;

    private static CharacterAlignment Bent(RandomSegment segment, Func<int, double, double> bend) => new(
        [.. segment.Speech.StartSeconds.Select((time, i) => bend(i, time))],
        [.. segment.Speech.EndSeconds.Select((time, i) => bend(i, time))]);

    /// <summary>The true times for another spelling of each word.</summary>
    private static CharacterAlignment? Spelled(RandomSegment segment, Func<string, string> spelling)
    {
        var speech = segment.Speech;
        var characters = new List<string>();
        var (starts, ends) = (new List<double>(), new List<double>());
        var texts = segment.Segment.Text.Split(' ');
        for (var word = 0; word < texts.Length; word++)
        {
            var (from, to) = speech.Words[word];
            var next = word + 1 < texts.Length ? speech.Words[word + 1].From : speech.Samples.Length;
            var spelled = spelling(texts[word]);
            var letters = spelled.TrimEnd('.', ',', '!', '?');
            // Marks and the blank share the silence behind the word.
            Add(letters, from, to);
            Add(spelled[letters.Length..] + " ", to, next);
        }

        var answer = JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["characters"] = characters,
            ["character_start_times_seconds"] = starts,
            ["character_end_times_seconds"] = ends,
        });
        return ServiceAlignment.Read(answer)?.FitTo(segment.Segment.Sent)?.Alignment;

        void Add(string text, int from, int to)
        {
            for (var i = 0; i < text.Length; i++)
            {
                characters.Add(text[i..(i + 1)]);
                starts.Add((from + ((double)(to - from) * i / text.Length)) / speech.SampleRateHz);
                ends.Add((from + ((double)(to - from) * (i + 1) / text.Length)) / speech.SampleRateHz);
            }
        }
    }

    private readonly record struct Counts(int Right = 0, int WrongSaid = 0, int WrongUnsaid = 0, int LeftOut = 0)
    {
        public int All => Right + WrongSaid + WrongUnsaid + LeftOut;

        public static Counts operator +(Counts one, Counts other) => new(
            one.Right + other.Right, one.WrongSaid + other.WrongSaid, one.WrongUnsaid + other.WrongUnsaid, one.LeftOut + other.LeftOut);
    }
}
