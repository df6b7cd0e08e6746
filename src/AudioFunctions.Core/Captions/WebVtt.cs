using System.Globalization;
using System.Text;

namespace AudioFunctions.Captions;

/// <summary>WebVTT (<c>.vtt</c>, <see href="https://www.w3.org/TR/webvtt1/"/>): every cue names its speaker with a voice tag.</summary>
public static class WebVtt
{
    public static string Write(IReadOnlyList<Cue> cues)
    {
        var text = new StringBuilder("WEBVTT\n");
        foreach (var cue in cues)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{cue.Times(decimalMark: '.')}\n");
            if (SpeakerOf(cue) is { Length: > 0 } speaker)
                text.Append(CultureInfo.InvariantCulture, $"<v {speaker}>");
            text.AppendJoin('\n', cue.Rows.Select(Escaped)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>An annotation is one row.</summary>
    private static string SpeakerOf(Cue cue) => Escaped(string.Join(' ', RowCharacter.Words(cue.Speaker)));

    /// <summary>Without a bare <c>&gt;</c> no text can hold the arrow that would end a cue.</summary>
    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
