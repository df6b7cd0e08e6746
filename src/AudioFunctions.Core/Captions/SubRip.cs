using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AudioFunctions.Captions;

/// <summary>
/// SubRip (<c>.srt</c>): numbered cues, each a row of times, rows of text and a blank row. The format has no escapes and no standard: players
/// read what looks like HTML, or like <c>{\an8}</c> of SubStation Alpha, as markup. This class replaces such characters with lookalikes.
/// </summary>
public static partial class SubRip
{
    /// <summary>The right-to-left mark. Without it, players that assume left-to-right rows show the full stop at the wrong end.</summary>
    private const char RightToLeftMark = '\u200F';

    public static string Write(IReadOnlyList<Cue> cues)
    {
        var text = new StringBuilder();
        for (var i = 0; i < cues.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}\n{cues[i].Times(decimalMark: ',')}\n");
            foreach (var row in cues[i].Rows)
            {
                if (cues[i].IsRightToLeft)
                    text.Append(RightToLeftMark);
                text.Append(LookAlike(row)).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string LookAlike(string row) => Tag().Replace(row.Replace("-->", "→", StringComparison.Ordinal), "‹$1›")
        .Replace('<', '‹')
        .Replace(@"{\", "{∖", StringComparison.Ordinal);

    [GeneratedRegex(@"<([^<>\s][^<>]*)>")]
    private static partial Regex Tag();
}
