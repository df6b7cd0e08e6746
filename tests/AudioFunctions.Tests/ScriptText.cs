using System.Globalization;
using System.Text;

namespace AudioFunctions.Tests;

/// <summary>Scripts for tests.</summary>
internal static class ScriptText
{
    public const string OneBeat = """
        [META]
        video_title: One
        project: tests
        [BEAT: 01_only]
        name: Only
        ---
        Me say one thing.
        [END_BEAT]
        """;

    /// <summary>A script with this many beats, each with different words.</summary>
    /// <param name="verb">What makes the texts differ from those of other tests.</param>
    public static string Beats(int count, string verb = "found")
    {
        string[] words = ["apples", "berries", "cherries", "dates", "figs", "grapes", "lemons", "melons", "olives", "pears"];
        var text = new StringBuilder("[META]\nvideo_title: Many\nproject: tests\n");
        for (var number = 1; number <= count; number++)
        {
            var name = words[(number - 1) % words.Length];
            text.AppendLine(CultureInfo.InvariantCulture, $"[BEAT: {number:D2}_{name}]");
            text.AppendLine(CultureInfo.InvariantCulture, $"name: The {name}\n---\nMe {verb} {name}. [PAUSE: 120ms]\nMe ate {name}.\n[END_BEAT]");
        }

        return text.ToString();
    }
}
