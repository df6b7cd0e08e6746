using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>
/// The negative log likelihood of an arrangement of words and silences in a recording, from the length of the words and of the silences
/// after sentences, clauses and words, and within words.
/// </summary>
internal sealed record PaceModel
{
    private const double MinDeviationMs = 15;
    private const double AlignedDeviationMs = 25;

    // The cost of ignoring the alignment here and using the letters only.
    private const double CostOfIgnoringAlignment = 5;

    private static readonly double[] ChanceOfSilence = [0.3, 0.8, 0.98];

    public required double LetterMs { get; init; }

    /// <summary>How much the pace varies from word to word.</summary>
    public double Unevenness { get; init; } = 0.3;

    /// <summary>Multiply a time of the alignment by this to get the recording's.</summary>
    public double AlignmentScale { get; init; } = 1;

    public double AlignmentTolerance { get; init; } = 0.12;

    /// <summary>The usual silence after a word, a clause and a sentence.</summary>
    public IReadOnlyList<double> PauseMs { get; init; } = [50, 130, 250];

    public double Pause(WordEnd end, double ms) =>
        -Math.Log(ChanceOfSilence[(int)end]) + LogNormal(ms, PauseMs[(int)end], end == WordEnd.Blank ? 0.7 : 0.6);

    public static double NoPause(WordEnd end) => -Math.Log(1 - ChanceOfSilence[(int)end]);

    /// <summary>The cost of a silence within a word: the stop before a t or k.</summary>
    public static double Stop(double ms) => Math.Log(1000) + LogNormal(ms, 35, 0.45);

    /// <summary>The cost of a run of words without a silence between them.</summary>
    /// <param name="letters">The letters of all words.</param>
    /// <param name="squares">The sum of the squares of each word's letters.</param>
    public double Spoken(double ms, double letters, double squares)
    {
        var expected = LetterMs * letters;
        var deviation = Math.Sqrt(
            Square(MinDeviationMs) + (Square(Unevenness * LetterMs) * squares) + Square(0.05 * expected));
        return Normal(ms - expected, deviation);
    }

    /// <summary>The same cost, taking the alignment's time into account.</summary>
    public double Aligned(double ms, double alignedMs, double byLetters)
    {
        var expected = AlignmentScale * alignedMs;
        var deviation = Math.Sqrt(Square(AlignedDeviationMs) + Square(AlignmentTolerance * expected));
        return Math.Min(Normal(ms - expected, deviation), byLetters + CostOfIgnoringAlignment);
    }

    private static double Normal(double difference, double deviation) =>
        (Square(difference / deviation) / 2) + Math.Log(deviation * 2.507);

    private static double LogNormal(double ms, double median, double deviation) =>
        Normal(Math.Log(ms / median), deviation) + Math.Log(ms);

    private static double Square(double value) => value * value;
}
