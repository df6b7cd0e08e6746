namespace AudioFunctions.Audio.Cutting;

/// <summary>
/// How unlikely it is, as a negative log likelihood, that words and silences lie in a recording in a certain way: by how long words take,
/// and by what silences there are after sentences, clauses and words, and within words.
/// </summary>
internal sealed record PaceModel
{
    private const double LeastDeviationMs = 15;
    private const double AlignedDeviationMs = 25;

    // What it costs to hold that the alignment is wrong here and only the letters count.
    private const double CostOfDoubt = 5;

    private static readonly double[] ChanceOfSilence = [0.3, 0.8, 0.98];

    public required double LetterMs { get; init; }

    /// <summary>How much one word's pace differs from the next one's.</summary>
    public double Unevenness { get; init; } = 0.3;

    /// <summary>The alignment's time times this is the recording's.</summary>
    public double AlignmentScale { get; init; } = 1;

    public double AlignmentTolerance { get; init; } = 0.12;

    /// <summary>The usual silence after a word, a clause and a sentence.</summary>
    public IReadOnlyList<double> PauseMs { get; init; } = [50, 130, 250];

    public double Pause(WordEnd end, double ms) =>
        -Math.Log(ChanceOfSilence[(int)end]) + LogNormal(ms, PauseMs[(int)end], end == WordEnd.Blank ? 0.7 : 0.6);

    public static double NoPause(WordEnd end) => -Math.Log(1 - ChanceOfSilence[(int)end]);

    /// <summary>A silence within a word: the stop before a t or k.</summary>
    public static double Stop(double ms) => Math.Log(1000) + LogNormal(ms, 35, 0.45);

    /// <summary>A stretch of words without a silence between them.</summary>
    /// <param name="letters">Of all words.</param>
    /// <param name="squares">The sum of the squares of each word's.</param>
    public double Spoken(double ms, double letters, double squares)
    {
        var expected = LetterMs * letters;
        var deviation = Math.Sqrt(
            Square(LeastDeviationMs) + (Square(Unevenness * LetterMs) * squares) + Square(0.05 * expected));
        return Normal(ms - expected, deviation);
    }

    /// <summary>The same with the alignment's word for it.</summary>
    public double Aligned(double ms, double alignedMs, double byLetters)
    {
        var expected = AlignmentScale * alignedMs;
        var deviation = Math.Sqrt(Square(AlignedDeviationMs) + Square(AlignmentTolerance * expected));
        return Math.Min(Normal(ms - expected, deviation), byLetters + CostOfDoubt);
    }

    private static double Normal(double difference, double deviation) =>
        (Square(difference / deviation) / 2) + Math.Log(deviation * 2.507);

    private static double LogNormal(double ms, double median, double deviation) =>
        Normal(Math.Log(ms / median), deviation) + Math.Log(ms);

    private static double Square(double value) => value * value;
}
