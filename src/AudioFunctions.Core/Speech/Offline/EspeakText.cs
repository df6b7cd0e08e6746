using System.Text;

namespace AudioFunctions.Speech.Offline;

/// <summary>Text as espeak-ng reads it aloud and obeys none of it.</summary>
internal static class EspeakText
{
    /// <summary>
    /// espeak-ng takes <c>[[…]]</c> for phonemes and control characters (U+0001) for commands: brackets are set apart, and control
    /// characters become blanks. Markup (<c>&lt;</c>, <c>&amp;</c>) it only obeys with <c>-m</c>, which is not given.
    /// </summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c == '[' && plain.Length > 0 && plain[^1] == '[')
                plain.Append(' ');
            plain.Append(char.IsControl(c) ? ' ' : c);
        }

        return plain.ToString();
    }
}
