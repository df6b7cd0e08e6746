using System.Globalization;
using System.Text;
using AudioFunctions.Unicode;

namespace AudioFunctions.Speech;

/// <summary>
/// A text normalized for comparison of spellings: lower case, without accents, with plain quotes, dashes and dots. Each folded character
/// knows which character it came from.
/// </summary>
internal sealed class FoldedText
{
    private readonly List<char> _characters = [];
    private readonly List<int> _sources = [];

    public int Count => _characters.Count;

    public char this[int index] => _characters[index];

    public static FoldedText Of(IEnumerable<char> text)
    {
        var folded = new FoldedText();
        var source = 0;
        foreach (var character in text)
        {
            folded.Add(character, source++);
        }

        return folded;
    }

    /// <summary>The index of the character that a folded one came from.</summary>
    public int SourceOf(int index) => _sources[index];

    private void Add(char character, int source)
    {
        switch (character)
        {
            case '‘' or '’' or '‚' or '‛' or '`' or '´' or 'ʼ':
                Append('\'', source);
                break;
            case '“' or '”' or '„' or '‟' or '«' or '»':
                Append('"', source);
                break;
            case '…':
                Append('.', source);
                Append('.', source);
                Append('.', source);
                break;
            default:
                AddOther(character, source);
                break;
        }
    }

    private void AddOther(char character, int source)
    {
        if (char.IsWhiteSpace(character))
        {
            // Consecutive spaces become one.
            if (_characters is not [.., ' '])
                Append(' ', source);
        }
        else if (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.DashPunctuation)
        {
            Append('-', source);
        }
        else if (char.IsAscii(character) || char.IsSurrogate(character))
        {
            Append(char.ToLowerInvariant(character), source);
        }
        else
        {
            // Accents, and joiners such as the variation selector of an emoji, are dropped.
            foreach (var part in Decomposition.OfCompatible(character))
            {
                // The decomposition of a character of the basic plane stays in that plane.
                if (Rune.GetUnicodeCategory(part) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
                    Append((char)Rune.ToLowerInvariant(part).Value, source);
            }
        }
    }

    private void Append(char character, int source)
    {
        _characters.Add(character);
        _sources.Add(source);
    }
}
