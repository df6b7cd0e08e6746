using System.Text;

namespace AudioFunctions.Speech.Offline;

/// <summary>Text that espeak-ng reads aloud without interpreting any of it.</summary>
internal static class EspeakText
{
    /// <summary>
    /// espeak-ng interprets <c>[[…]]</c> as phonemes and control characters (U+0001) as commands. So adjacent brackets are separated, and control
    /// characters become spaces. It interprets markup (<c>&lt;</c>, <c>&amp;</c>) only with <c>-m</c>, which isn't passed.
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
