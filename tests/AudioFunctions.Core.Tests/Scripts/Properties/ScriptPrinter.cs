using System.Globalization;
using System.Text;

namespace AudioFunctions.Core.Tests.Scripts.Properties;

/// <summary>
/// Writes a script as ELS, in one of many ways: the seed decides case, spaces, line ends and which tags share a line.
/// </summary>
internal sealed class ScriptPrinter
{
    private readonly StringBuilder _els = new();
    private readonly Random _style;
    private readonly string _lineEnd;

    private ScriptPrinter(int seed)
    {
        _style = new Random(seed);
        _lineEnd = Choose("\n", "\r\n", "\r");
    }

    public static string Print(WrittenScript script, int seed)
    {
        var printer = new ScriptPrinter(seed);
        printer.PrintMeta(script);
        foreach (var beat in script.Beats)
            printer.PrintBeat(beat);
        return printer._els.ToString();
    }

    private void PrintMeta(WrittenScript script)
    {
        EndLine(Tag("META", null));
        PrintKey("video_title", script.Title);
        PrintKey("project", script.Project);
        PrintKey("default_character", script.DefaultCharacter);
        PrintKey("default_pace", script.DefaultPace?.Name);
        PrintKey("pause_mode", script.PauseMode?.ToString());
    }

    private void PrintKey(string key, string? value)
    {
        if (value is not null)
            EndLine($"{AnyCase(key)}{Spaces()}:{Spaces()}{value}");
    }

    private void PrintBeat(WrittenBeat beat)
    {
        EndLine(Tag("BEAT", beat.Id));
        PrintKey("name", beat.Name);
        EndLine("---");
        foreach (var line in beat.Lines)
            PrintLine(line);
        EndLine(Tag("END_BEAT", null));
    }

    private void PrintLine(WrittenLine line)
    {
        PrintTag("CHARACTER", line.Character is null ? null : AnyCase(line.Character));
        PrintTag("DIRECTION", line.Direction is null ? null : Escape(line.Direction));
        PrintTag("PACE", line.Pace is null ? null : AnyCase(line.Pace.Value.Name));
        PrintTag("STABILITY", Number(line.Stability));
        PrintTag("STYLE", Number(line.Style));
        for (var phrase = 0; phrase < line.Phrases.Count; phrase++)
            PrintPhrase(line.Phrases[phrase], isFirst: phrase == 0);
        PrintPauseAfter(line.PauseAfter);
    }

    private void PrintTag(string name, string? value)
    {
        if (value is null)
            return;
        _els.Append(Tag(name, value));
        if (_style.Next(2) == 0)
            EndLine("");
    }

    private void PrintPhrase(WrittenPhrase phrase, bool isFirst)
    {
        var marker = (phrase.IsPlain ? "*" : "") + (phrase.IsStrong ? "**" : "");
        for (var index = 0; index < phrase.Words.Count; index++)
        {
            var word = phrase.Words[index];
            if (word.PauseBefore is { } ms)
                _els.Append(Spaces()).Append(Pause(ms)).Append(Spaces());
            else if (!isFirst || index > 0)
                _els.Append(word.Space);

            _els.Append(index == 0 ? marker : "").Append(Escape(word.Text));
        }

        _els.Append(marker);
    }

    private void PrintPauseAfter(int? pause)
    {
        if (pause is not { } ms)
            EndLine("");
        else if (_style.Next(2) == 0)
            EndLine(Spaces() + Pause(ms));
        else
            EndLine(_lineEnd + Pause(ms));
    }

    private string Pause(int ms) => Tag("PAUSE", ms switch
    {
        150 => AnyCase("beat"),
        250 => AnyCase("short"),
        400 => AnyCase("medium"),
        _ => Choose(
            $"{ms}",
            $"{ms}{Spaces()}{AnyCase("ms")}",
            ((decimal)ms / 1000).ToString(CultureInfo.InvariantCulture) + Spaces() + AnyCase("s")),
    });

    private string Tag(string name, string? value) => value is null
        ? $"[{Spaces()}{AnyCase(name)}{Spaces()}]"
        : $"[{Spaces()}{AnyCase(name)}{Spaces()}:{Spaces()}{value}{Spaces()}]";

    private void EndLine(string text) => _els.Append(text).Append(Spaces()).Append(_lineEnd).Append(_style.Next(4) == 0 ? _lineEnd : "");

    private string Spaces() => Choose(
        "", " ", "  ", "\t", "\u200B", " \uFEFF ", "\u00AD\u2060", "\u200D", "\u200E", "\u202E ", "\u2800", "\u3164\u115F", "\uDB40\uDC20");

    private string AnyCase(string text) => Choose(text, text.ToUpperInvariant(), text.ToLowerInvariant());

    private string Choose(params string[] ways) => ways[_style.Next(ways.Length)];

    private static string? Number(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => text
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("]", "\\]", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal);
}
