using System.Globalization;

namespace AudioFunctions.Speech;

/// <summary>Which characters of a text are heard: not spaces, nor punctuation, which a speech service fills with silence.</summary>
internal static class SpokenText
{
    public static int LastHeardBefore(string text, int at, int min = 0)
    {
        for (var i = at - 1; i >= min; i--)
        {
            if (IsHeard(text, i))
                return i;
        }

        return -1;
    }

    public static int FirstHeardFrom(string text, int at)
    {
        for (var i = at; i < text.Length; i++)
        {
            if (IsHeard(text, i))
                return i;
        }

        return -1;
    }

    /// <summary>How long a text takes to say, in letters, including the pauses at punctuation marks.</summary>
    public static double Weight(string text)
    {
        var weight = 0.0;
        for (var i = 0; i < text.Length; i++)
        {
            weight += text[i] switch
            {
                '.' or '!' or '?' or '…' => 3,
                ',' or ';' or ':' or '—' => 2,
                _ => IsHeard(text, i) ? 1 : 0.5,
            };
        }

        return weight;
    }

    /// <summary>Symbols and emoji aren't heard; signs that are read out by name, such as %, are.</summary>
    public static bool IsHeard(string text, int index)
    {
        var first = char.IsLowSurrogate(text[index]) && index > 0 && char.IsHighSurrogate(text[index - 1]) ? index - 1 : index;
        var category = CharUnicodeInfo.GetUnicodeCategory(text, first);
        return category switch
        {
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
            UnicodeCategory.Control or UnicodeCategory.Format => false,
            UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation => false,
            UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => false,
            UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation => false,
            UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol => text[index] == '°',
            UnicodeCategory.OtherPunctuation => text[index] is '%' or '&' or '@' or '#' or '/' or '*',
            // An accent is heard with its letter; an emoji's variation selector isn't.
            UnicodeCategory.NonSpacingMark => first > 0 && IsHeard(text, first - 1),
            _ => true,
        };
    }
}
