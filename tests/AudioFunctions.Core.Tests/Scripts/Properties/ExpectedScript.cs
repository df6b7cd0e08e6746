using AudioFunctions.Scripts;

namespace AudioFunctions.Core.Tests.Scripts.Properties;

/// <summary>The expected result of reading a script, computed independently of the parser.</summary>
internal static class ExpectedScript
{
    public static Script Of(WrittenScript written) => new(
        written.Title,
        written.Project,
        written.DefaultCharacter ?? "every-coon",
        written.DefaultPace?.Name ?? "normal",
        written.PauseMode ?? PauseMode.Add,
        [.. written.Beats.Select(beat => BeatOf(beat, written))]);

    private static Beat BeatOf(WrittenBeat beat, WrittenScript script)
    {
        var lines = beat.Lines.Select((_, index) => LineOf(beat, index, script)).ToList();
        var settings = new SettingsOverride(
            lines.Find(line => line.StabilityOverride is not null)?.StabilityOverride,
            lines.Find(line => line.StyleOverride is not null)?.StyleOverride,
            lines.Find(line => line.SpeedOverride is not null)?.SpeedOverride);
        return new Beat(
            beat.Id,
            int.Parse(beat.Id[..beat.Id.IndexOf('_', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture),
            beat.Name,
            lines[0].Character,
            lines,
            string.Join(' ', lines.Select(line => line.Text)),
            lines.Find(line => line.Direction is not null)?.Direction,
            lines[0].Pace,
            settings is { Stability: null, Style: null, Speed: null } ? null : settings,
            lines[^1].PauseAfterMs);
    }

    private static ScriptLine LineOf(WrittenBeat beat, int index, WrittenScript script)
    {
        var soFar = beat.Lines.Take(index + 1).Reverse().ToList();
        var pace = soFar.Find(line => line.Pace is not null)?.Pace ?? script.DefaultPace;
        var direction = soFar.Find(line => line.Direction is not null)?.Direction;
        var (text, pauses) = TextOf(soFar[0]);
        return new ScriptLine(
            text,
            soFar.Find(line => line.Character is not null)?.Character ?? script.DefaultCharacter ?? "every-coon",
            direction is "" ? null : direction,
            pace?.Name ?? "normal",
            pace?.Speed,
            soFar[0].PauseAfter ?? (index == beat.Lines.Count - 1 ? 300 : 150),
            pauses,
            soFar.Find(line => line.Stability is not null)?.Stability,
            soFar.Find(line => line.Style is not null)?.Style,
            WordsOf(soFar[0], phrase => phrase.IsPlain),
            WordsOf(soFar[0], phrase => phrase.IsStrong));
    }

    private static (string Text, List<InnerPause> Pauses) TextOf(WrittenLine line)
    {
        var text = "";
        var pauses = new List<InnerPause>();
        foreach (var (word, isStrong) in line.Phrases.SelectMany(phrase => phrase.Words.Select(word => (word, phrase.IsStrong))))
        {
            text += text.Length == 0 ? "" : SpaceBefore(word);
            if (word.PauseBefore is { } ms)
                pauses.Add(new InnerPause(text.Length, ms));
            text += isStrong ? word.Text.ToUpperInvariant().Replace('ß', 'ẞ') : word.Text;
        }

        return (text, pauses);
    }

    private static List<string> WordsOf(WrittenLine line, Func<WrittenPhrase, bool> isMarked) =>
        [.. line.Phrases.Where(isMarked).Select(phrase => string.Concat(
            phrase.Words.Select((word, index) => (index == 0 ? "" : SpaceBefore(word)) + word.Text)))];

    private static string SpaceBefore(WrittenWord word) => word.PauseBefore is null ? word.Space : " ";
}
