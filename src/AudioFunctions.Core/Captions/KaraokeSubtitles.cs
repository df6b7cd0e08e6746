using System.Globalization;
using System.Text;
using AudioFunctions.Words;

namespace AudioFunctions.Captions;

/// <summary>
/// The words of a recording as Advanced SubStation Alpha, with each word highlighted when it is spoken. What is shown together is what a cue of the
/// captions shows: a whole line would fill most of the picture.
/// </summary>
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
        foreach (var (speaker, words) in lines.SelectMany(line => Together(line).Select(words => (line.Speaker, words))))
        {
            var (start, end) = (Centiseconds(words[0].StartMs), Centiseconds(words[^1].EndMs));
            text.Append(CultureInfo.InvariantCulture, $"Dialogue: 0,{Time(start)},{Time(end)},Karaoke,{Name(speaker)},0,0,0,,{Karaoke(words, start)}\n");
        }

        return text.ToString();
    }

    /// <summary>The words of each event. The space before the first one would be shown.</summary>
    private static IEnumerable<IReadOnlyList<TimedWord>> Together(TimedLine line)
    {
        var text = string.Concat(line.Words.Select(word => word.Text));
        var captioned = new CaptionedLine(text, line.Speaker, line.Words[0].StartMs, line.Words[^1].EndMs, line.Pauses) { Words = line.Words };
        return (CueList.WordsTogether(captioned) ?? [line.Words])
            .Select(words => (IReadOnlyList<TimedWord>)[words[0] with { Text = words[0].Text.TrimStart() }, .. words.Skip(1)]);
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
