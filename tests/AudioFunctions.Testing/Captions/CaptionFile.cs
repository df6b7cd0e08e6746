using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace AudioFunctions.Testing.Captions;

/// <param name="Speaker">Null if the format has none.</param>
public sealed record ReadCue(int StartMs, int EndMs, string? Speaker, IReadOnlyList<string> Rows)
{
    public string Text => string.Join(' ', Rows);
}

/// <summary>Reads captions as strictly as a player does that wants nothing to do with sloppy files.</summary>
public static partial class CaptionFile
{
    /// <summary>SubRip: blocks between blank rows, each its number, its times and at least one row of text.</summary>
    public static IReadOnlyList<ReadCue> ReadSubRip(string file)
    {
        var cues = new List<ReadCue>();
        foreach (var block in file.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var rows = block.Split('\n');
            if (rows.Length < 3 || rows[0] != (cues.Count + 1).ToString(CultureInfo.InvariantCulture))
                throw new FormatException($"not cue {cues.Count + 1}: {block}");
            // The right-to-left mark directs the row and is not shown.
            cues.Add(Timed(rows[1], SubRipTimes(), null, rows[2..].Select(row => row.TrimStart('\u200F'))));
        }

        return cues;
    }

    /// <summary>WebVTT: the signature, then blocks between blank rows, each its times and text with escapes and a voice tag.</summary>
    public static IReadOnlyList<ReadCue> ReadWebVtt(string file)
    {
        var blocks = file.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        if (blocks[0].TrimEnd('\n') != "WEBVTT")
            throw new FormatException("no signature");
        return [.. blocks.Skip(1).Select(WebVttCue)];
    }

    private static ReadCue WebVttCue(string block)
    {
        var rows = block.TrimEnd('\n').Split('\n');
        if (rows.Length < 2 || Voice().Match(rows[1]) is not { Success: true } voice)
            throw new FormatException($"no cue with a voice: {block}");
        rows[1] = voice.Groups["text"].Value;
        if (rows[1..].FirstOrDefault(row => row.Contains('<', StringComparison.Ordinal) || row.Contains('>', StringComparison.Ordinal)) is { } bare)
            throw new FormatException($"markup that is none of ours: {bare}");
        return Timed(rows[0], WebVttTimes(), WebUtility.HtmlDecode(voice.Groups["name"].Value), rows[1..].Select(WebUtility.HtmlDecode)!);
    }

    private static ReadCue Timed(string times, Regex form, string? speaker, IEnumerable<string> rows)
    {
        var match = form.Match(times);
        if (!match.Success)
            throw new FormatException($"no times: {times}");
        var texts = rows.ToList();
        if (texts.Exists(row => string.IsNullOrWhiteSpace(row) || row.Contains("-->", StringComparison.Ordinal) && speaker is null))
            throw new FormatException("a row that breaks the format");
        return new ReadCue(Ms(match, 1), Ms(match, 5), speaker, texts);
    }

    private static int Ms(Match match, int group)
    {
        var parts = Enumerable.Range(group, 4).Select(i => int.Parse(match.Groups[i].Value, CultureInfo.InvariantCulture)).ToArray();
        return (((((parts[0] * 60) + parts[1]) * 60) + parts[2]) * 1000) + parts[3];
    }

    [GeneratedRegex(@"^(\d{2,}):([0-5]\d):([0-5]\d),(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d),(\d{3})$")]
    private static partial Regex SubRipTimes();

    [GeneratedRegex(@"^(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})$")]
    private static partial Regex WebVttTimes();

    [GeneratedRegex("^<v (?<name>[^<>]+)>(?<text>.*)$")]
    private static partial Regex Voice();
}
