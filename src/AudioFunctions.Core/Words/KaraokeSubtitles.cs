using System.Globalization;
using System.Text;
using AudioFunctions.Captions;

namespace AudioFunctions.Words;

/// <summary>The words of a recording as Advanced SubStation Alpha: one line at a time, with each word highlighted when it is spoken.</summary>
public static class KaraokeSubtitles
{
    private const string Header = """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: 1080
        PlayResY: 1920
        WrapStyle: 0
        ScaledBorderAndShadow: yes

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
        Style: Karaoke,Arial,72,&H0000E5FF,&H00FFFFFF,&H00000000,&H80000000,-1,0,0,0,100,100,0,0,1,4,1,2,60,60,240,1

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

        """;

    public static string Write(IReadOnlyList<TimedLine> lines)
    {
        var text = new StringBuilder(Header.ReplaceLineEndings("\n"));
        foreach (var line in lines)
        {
            var (start, end) = (Centiseconds(line.Words[0].StartMs), Centiseconds(line.Words[^1].EndMs));
            text.Append(CultureInfo.InvariantCulture, $"Dialogue: 0,{Time(start)},{Time(end)},Karaoke,{Name(line.Speaker)},0,0,0,,{Karaoke(line.Words, start)}\n");
        }

        return text.ToString();
    }

    /// <summary>Rounds times, not lengths, whose rounding errors would add up. A silence between two words belongs to neither.</summary>
    private static string Karaoke(IReadOnlyList<TimedWord> words, int from)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            var (start, end) = (Centiseconds(word.StartMs), Centiseconds(word.EndMs));
            if (start > from)
                text.Append(CultureInfo.InvariantCulture, $"{{\\k{start - from}}}");
            text.Append(CultureInfo.InvariantCulture, $"{{\\k{end - start}}}{Plain(word.Text)}");
            from = end;
        }

        return text.ToString();
    }

    /// <summary>Replaces the characters that players read as markup with lookalikes.</summary>
    private static string Plain(string text) => text.Replace('{', '｛').Replace('}', '｝').Replace('\\', '∖');

    /// <summary>Replaces commas, which would end the field, and line breaks, which would end the event.</summary>
    private static string Name(string speaker) => string.Join(' ', RowCharacter.Words(Plain(speaker).Replace(',', ' ')));

    private static int Centiseconds(int ms) => (ms + 5) / 10;

    private static string Time(int centiseconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{centiseconds / 360_000}:{centiseconds / 6000 % 60:00}:{centiseconds / 100 % 60:00}.{centiseconds % 100:00}");
}
