using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AudioFunctions.Cli.Tests.Fake;

/// <summary>The parts of a script that the fake needs: title and beats. A line "warp" is an error, "mood" a warning; "and 5 more" adds unlisted ones.</summary>
internal static partial class FakeScript
{
    public static string Title(string script) => TitleLine().Match(script) is { Success: true } match ? match.Groups[1].Value.Trim() : "Untitled";

    public static IReadOnlyList<string> BeatIds(string script) => [.. BeatLine().Matches(script).Select(m => m.Groups[1].Value.Trim())];

    public static bool IsValid(string script) => !script.Contains("warp", StringComparison.Ordinal);

    public static JsonObject Outline(string script) => new()
    {
        ["video_title"] = Title(script),
        ["beats"] = new JsonArray([.. BeatIds(script).Select(id => (JsonNode)new JsonObject
        {
            ["beat_id"] = id,
            ["beat_name"] = $"Beat {id}",
            ["character"] = "every-coon",
        })]),
    };

    public static JsonObject Validation(string script)
    {
        var diagnostics = new JsonArray();
        var lines = script.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].IndexOf("warp", StringComparison.Ordinal) is >= 0 and var at)
                diagnostics.Add(Diagnostic("error", "unknown-default", "unknown pace 'warp'; use slow, normal", i + 1, at + 1));
            if (lines[i].StartsWith("mood", StringComparison.Ordinal))
                diagnostics.Add(Diagnostic("warning", "meta-key-unknown", "unknown key 'mood'", i + 1, 1));
        }

        return new JsonObject
        {
            ["is_valid"] = IsValid(script),
            ["errors"] = Sentences(diagnostics, "error", lines.Where(line => line.StartsWith("and 5 more", StringComparison.Ordinal))),
            ["warnings"] = Sentences(diagnostics, "warning", []),
            ["diagnostics"] = diagnostics,
        };
    }

    private static JsonArray Sentences(JsonArray diagnostics, string severity, IEnumerable<string> more) =>
        [.. diagnostics.Where(one => one!["severity"]!.GetValue<string>() == severity).Select(one => (JsonNode)$"{one!["message"]}"), .. more.Select(line => (JsonNode)line)];

    private static JsonObject Diagnostic(string severity, string code, string message, int line, int column) => new()
    {
        ["severity"] = severity,
        ["code"] = code,
        ["message"] = message,
        ["line"] = line,
        ["column"] = column,
        ["beat_id"] = null,
    };

    [GeneratedRegex(@"^video_title:(.*)$", RegexOptions.Multiline)]
    private static partial Regex TitleLine();

    [GeneratedRegex(@"^\[BEAT:([^\]]*)\]", RegexOptions.Multiline)]
    private static partial Regex BeatLine();
}
