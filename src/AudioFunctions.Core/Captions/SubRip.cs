using System.Globalization;
using System.Text;

namespace AudioFunctions.Captions;

/// <summary>
/// SubRip (<c>.srt</c>): numbered cues, each a row of times, rows of text and a blank row. The format has no escapes, so text is written as
/// it is, but for the arrow that stands between two times.
/// </summary>
public static class SubRip
{
    public static string Write(IReadOnlyList<Cue> cues)
    {
        var text = new StringBuilder();
        for (var i = 0; i < cues.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}\n{cues[i].Times(decimalMark: ',')}\n");
            foreach (var row in cues[i].Rows)
            {
                text.Append(row.Replace("-->", "→", StringComparison.Ordinal)).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
