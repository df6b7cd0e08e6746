using System.Globalization;
using System.Text;
using AudioFunctions.Unicode;

namespace AudioFunctions.Pronunciations;

/// <summary>
/// A text in the form that rules are matched with: decomposed, so that normal forms of Unicode don't matter, with plain apostrophes and
/// single spaces, and optionally with case folded. Each of its characters refers to the letter of the text it came from.
/// </summary>
internal sealed class Spelling
{
    private readonly List<char> _characters = [];

    /// <summary>Where each character's letter starts and ends in the text.</summary>
    private readonly List<(int Start, int End)> _letters = [];

    private Spelling()
    {
    }

    public int Count => _characters.Count;

    public char this[int index] => _characters[index];

    public static Spelling Of(string text, bool foldsCase)
    {
        var spelling = new Spelling();
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = EndOfLetter(text, start);
            spelling.Add(text[start..end], start, end, foldsCase);
        }

        return spelling;
    }

    public bool StartsLetter(int index) => index == 0 || _letters[index - 1] != _letters[index];

    public bool EndsLetter(int index) => index == Count - 1 || _letters[index + 1] != _letters[index];

    public int StartOf(int index) => _letters[index].Start;

    public int EndOf(int index) => _letters[index].End;

    public override string ToString() => string.Concat(_characters);

    private static int EndOfLetter(string text, int start)
    {
        var end = start + LengthAt(text, start);
        var isBlank = char.IsWhiteSpace(text[start]);
        while (end < text.Length && (isBlank ? char.IsWhiteSpace(text[end]) : Extends(text, end)))
            end += isBlank ? 1 : LengthAt(text, end);
        return end;
    }

    private static int LengthAt(string text, int at) => char.IsSurrogatePair(text, at) ? 2 : 1;

    /// <summary>Marks, joiners, and the vowels and finals of a decomposed Hangul syllable.</summary>
    private static bool Extends(string text, int at) =>
        text[at] is >= '\u1160' and <= '\u11FF'
        || CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    private void Add(string letter, int start, int end, bool foldsCase)
    {
        if (char.IsWhiteSpace(letter[0]))
        {
            Append(" ", start, end);
            return;
        }

        foreach (var rune in Decomposition.Of(letter))
            Append(Plain(rune, foldsCase), start, end);
    }

    private static string Plain(Rune rune, bool foldsCase) => rune.Value switch
    {
        '‘' or '’' or 'ʼ' => "'",
        'ß' or 'ẞ' when foldsCase => "ss",
        'ς' when foldsCase => "σ",
        // Emphasis turns a dotless ı into a plain I.
        'ı' when foldsCase => "i",
        _ => (foldsCase ? Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)) : rune).ToString(),
    };

    private void Append(string characters, int start, int end)
    {
        _characters.AddRange(characters);
        _letters.AddRange(Enumerable.Repeat((start, end), characters.Length));
    }
}
