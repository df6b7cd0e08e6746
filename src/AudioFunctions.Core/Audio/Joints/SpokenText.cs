using System.Globalization;

namespace AudioFunctions.Audio.Joints;

/// <summary>Which characters of a text are heard: not spaces, nor the punctuation whose time a speech service fills with silence.</summary>
internal static class SpokenText
{
    public static int LastHeardBefore(string text, int at, int least = 0)
    {
        for (var i = at - 1; i >= least; i--)
        {
            if (IsHeard(text[i]))
                return i;
        }

        return -1;
    }

    public static int FirstHeardFrom(string text, int at)
    {
        for (var i = at; i < text.Length; i++)
        {
            if (IsHeard(text[i]))
                return i;
        }

        return -1;
    }

    /// <summary>How long a stretch of text takes to say, in letters; the pause that a mark stands for counts too.</summary>
    public static double Weight(ReadOnlySpan<char> text)
    {
        var weight = 0.0;
        foreach (var c in text)
        {
            weight += c switch
            {
                '.' or '!' or '?' or '…' => 3,
                ',' or ';' or ':' or '—' => 2,
                _ => IsHeard(c) ? 1 : 0.5,
            };
        }

        return weight;
    }

    private static bool IsHeard(char c) => CharUnicodeInfo.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Control or UnicodeCategory.Format => false,
        UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation => false,
        UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => false,
        UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation => false,
        UnicodeCategory.OtherPunctuation => c is '%' or '&' or '@' or '#' or '/' or '*',
        _ => true,
    };
}
