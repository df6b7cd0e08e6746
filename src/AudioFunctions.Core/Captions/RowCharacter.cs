using System.Globalization;
using System.Text;
using Wcwidth;

namespace AudioFunctions.Captions;

/// <summary>How bad it is to start a row at a character.</summary>
internal enum RowBreak
{
    Good = 0,
    InsideWord = 1,

    /// <summary>Before a closing mark or after an opening one.</summary>
    AtMark = 4,
}

/// <summary>A character as readers count it, which can be several code points, and what decides whether a row may break next to it.</summary>
/// <param name="Columns">Wide characters, as in Chinese, Japanese and Korean and most emoji, take two.</param>
internal readonly record struct RowCharacter(string Text, int Columns, bool IsAfterSpace, bool Opens, bool Closes)
{
    /// <summary>Marks that count as closing although Unicode doesn't call them so: those at the end of a sentence or clause.</summary>
    private const string ClosingMarks = "!?.,:;…‥‼⁇⁈⁉%‰′″、。，．！？：；・％｡､･،؛؟۔।॥՝։፣።";

    /// <summary>Japanese and Chinese characters that must not start a row.</summary>
    private const string NeverFirst = "ー々〻ゝゞヽヾ〜～ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ";

    private const string OpeningMarks = "¡¿";

    public bool IsWide => Columns > 1;

    /// <summary>The visible characters of a text.</summary>
    public static IReadOnlyList<RowCharacter> AllOf(string text)
    {
        var characters = new List<RowCharacter>();
        foreach (var word in Words(text))
        {
            var elements = Elements(word);
            for (var i = 0; i < elements.Count; i++)
            {
                var (opens, closes) = Sides(elements[i], isFirst: i == 0, isLast: i == elements.Count - 1);
                characters.Add(new RowCharacter(elements[i], ColumnsOf(elements[i]), i == 0 && characters.Count > 0, opens, closes));
            }
        }

        return characters;
    }

    public RowBreak BreakBefore(RowCharacter previous)
    {
        if (Closes || previous.Opens)
            return RowBreak.AtMark;
        return IsAfterSpace || IsIdeograph || previous.IsIdeograph ? RowBreak.Good : RowBreak.InsideWord;
    }

    /// <summary>Whether its script is written without spaces, so that a row may break anywhere. Korean has spaces.</summary>
    private bool IsIdeograph => IsWide && First is { } first && !IsHangul(first) && Rune.GetUnicodeCategory(first) is not UnicodeCategory.OtherSymbol;

    private Rune? First => Rune.TryGetRuneAt(Text, 0, out var first) ? first : null;

    /// <summary>Splits a text at everything that separates lines or words; drops words without visible characters.</summary>
    public static IEnumerable<string> Words(string text) =>
        string.Create(text.Length, text, (separated, written) =>
        {
            for (var i = 0; i < written.Length; i++)
                separated[i] = char.IsControl(written[i]) ? ' ' : written[i];
        })
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format));

    private static List<string> Elements(string word)
    {
        var elements = new List<string>();
        for (var rest = StringInfo.GetTextElementEnumerator(word); rest.MoveNext();)
            elements.Add(rest.GetTextElement());
        return elements;
    }

    private static int ColumnsOf(string element) => Math.Max(1, element.EnumerateRunes().Max(rune => UnicodeCalculator.GetWidth(rune.Value)));

    private static (bool Opens, bool Closes) Sides(string element, bool isFirst, bool isLast)
    {
        if (!Rune.TryGetRuneAt(element, 0, out var rune))
            return (false, false);

        return Rune.GetUnicodeCategory(rune) switch
        {
            // Languages use these marks both ways: »so« and «so», “so” and „so“. The side that touches the word decides, if only one side does.
            UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation when isFirst != isLast => (isFirst, isLast),
            UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation => (true, false),
            UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation => (false, true),
            _ => (Has(OpeningMarks, element), Has(ClosingMarks, element) || Has(NeverFirst, element)),
        };
    }

    private static bool Has(string marks, string element) => marks.Contains(element[0], StringComparison.Ordinal);

    private static bool IsHangul(Rune rune) => rune.Value is (>= 0x1100 and <= 0x11FF) or (>= 0x3130 and <= 0x318F) or (>= 0xA960 and <= 0xD7FF);
}
