using System.Globalization;
using System.Text;
using AudioFunctions.Words;

namespace AudioFunctions.Captions;

/// <summary>WebVTT (<c>.vtt</c>, <see href="https://www.w3.org/TR/webvtt1/"/>): every cue names its speaker with a voice tag.</summary>
public static class WebVtt
{
    public static string Write(IReadOnlyList<Cue> cues) => Write(cues, (cue, row) => Escaped(cue.Rows[row]));

    /// <summary>Includes the time of each word, so that a player can highlight the word when it is spoken.</summary>
    /// <param name="wordsOfLine">By the cues' <see cref="Cue.Line"/>; null for a line whose words have no times.</param>
    public static string Write(IReadOnlyList<Cue> cues, IReadOnlyList<IReadOnlyList<TimedWord>?> wordsOfLine)
    {
        var rows = new Dictionary<Cue, IReadOnlyList<string>>(ReferenceEqualityComparer.Instance);
        foreach (var line in cues.GroupBy(cue => cue.Line))
        {
            foreach (var (cue, timed) in line.Zip(WordTags.In([.. line], wordsOfLine[line.Key] ?? [], Escaped)))
                rows[cue] = timed;
        }

        return Write(cues, (cue, row) => rows[cue][row]);
    }

    private static string Write(IReadOnlyList<Cue> cues, Func<Cue, int, string> rowOf)
    {
        var text = new StringBuilder("WEBVTT\n");
        foreach (var cue in cues)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{cue.Times(decimalMark: '.')}\n");
            if (SpeakerOf(cue) is { Length: > 0 } speaker)
                text.Append(CultureInfo.InvariantCulture, $"<v {speaker}>");
            text.AppendJoin('\n', cue.Rows.Select((_, row) => rowOf(cue, row))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The speaker on one row, because a voice tag's annotation can't contain line breaks.</summary>
    private static string SpeakerOf(Cue cue) => Escaped(string.Join(' ', RowCharacter.Words(cue.Speaker)));

    /// <summary>Escapes every <c>&gt;</c>, so that no text contains the arrow <c>--&gt;</c>, which would end a cue.</summary>
    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
