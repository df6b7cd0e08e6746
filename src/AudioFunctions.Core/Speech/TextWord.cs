using System.Buffers;

namespace AudioFunctions.Speech;

/// <summary>What separates a word from the next, and so how likely a silence is there.</summary>
internal enum WordEnd
{
    Blank,
    Clause,
    Sentence,
}

/// <summary>A part of a text that is spoken without a gap. Gaps lie between two words.</summary>
/// <param name="First">Index of its first heard character.</param>
/// <param name="Last">Index of its last heard character.</param>
/// <param name="Letters">How long it takes to say, in letters.</param>
/// <param name="End">What follows it.</param>
internal readonly record struct TextWord(int First, int Last, double Letters, WordEnd End)
{
    private const double LettersOfDigit = 3.5;
    private const double LettersOfSign = 5;
    private const double LettersOfIdeograph = 3;

    private static readonly SearchValues<char> SentenceMarks = SearchValues.Create(".!?…。！？．");
    private static readonly SearchValues<char> ClauseMarks = SearchValues.Create(",;:—–、，；：");

    // These separate words even without a following space.
    private static readonly SearchValues<char> GapMarks = SearchValues.Create("—…。！？、，；：．");

    /// <summary>The words of a text.</summary>
    /// <param name="cutPoints">Indexes into the text. A cut point separates two words even if no space does.</param>
    public static IReadOnlyList<TextWord> Of(string text, params IEnumerable<int> cutPoints)
    {
        var borders = cutPoints.ToHashSet();
        var words = new List<TextWord>();
        var first = -1;
        var last = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (!SpokenText.IsHeard(text, i))
                continue;

            if (first >= 0 && (Enumerable.Range(last + 1, i - last).Any(borders.Contains) || IsGap(text[(last + 1)..i])))
            {
                words.Add(Word(text, first, last, text[(last + 1)..i]));
                first = i;
            }

            first = first < 0 ? i : first;
            last = i;
        }

        if (first >= 0)
            words.Add(Word(text, first, last, text[(last + 1)..]));
        return words;
    }

    private static TextWord Word(string text, int first, int last, string after)
    {
        var letters = 0.0;
        for (var i = first; i <= last; i++)
        {
            letters += !SpokenText.IsHeard(text, i) ? 0 : text[i] switch
            {
                >= '0' and <= '9' => LettersOfDigit,
                >= '\u2E80' => LettersOfIdeograph,
                var c when char.IsLetter(c) => 1,
                var c when char.IsSurrogate(c) => 0.5,
                _ => LettersOfSign,
            };
        }

        return new TextWord(first, last, letters, EndOf(after));
    }

    private static WordEnd EndOf(string marks) =>
        marks.AsSpan().ContainsAny(SentenceMarks) ? WordEnd.Sentence
        : marks.AsSpan().ContainsAny(ClauseMarks) || marks.Contains(" -", StringComparison.Ordinal) ? WordEnd.Clause
        : WordEnd.Blank;

    /// <summary>An apostrophe, a hyphen or the dot of a number is part of its word.</summary>
    private static bool IsGap(string marks) => marks.AsSpan().ContainsAny(GapMarks) || marks.Any(char.IsWhiteSpace);
}
