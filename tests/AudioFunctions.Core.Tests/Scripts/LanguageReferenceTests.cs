using System.Globalization;
using System.Text.RegularExpressions;
using AudioFunctions.Scripts;
using AudioFunctions.Testing;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Scripts;

/// <summary>docs/els.md, the language reference for writers, describes what the reader does.</summary>
public sealed partial class LanguageReferenceTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "els.md")).ReplaceLineEndings("\n");

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (Match fence in Fence().Matches(Text))
            examples.Add(fence.Groups["kind"].Value, fence.Groups["script"].Value);
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_has_exactly_the_documented_diagnostics(string kind, string script)
    {
        var whole = kind.Length == 0 ? script : Els.Body(script.TrimEnd('\n'));
        string[] codes = kind is "" or "body" ? [] : [kind["wrong: ".Length..]];

        Assert.Equal(codes, Els.Read(whole).Validation.Diagnostics.Select(found => found.Code));
    }

    [Fact]
    public void There_are_examples_of_each_kind() =>
        Assert.Equal(["", "body", "wrong"], Fence().Matches(Text).Select(fence => fence.Groups["kind"].Value.Split(':')[0]).Distinct());

    [Fact]
    public void Every_pause_has_the_documented_length()
    {
        var rows = PauseRow().Matches(Text);

        Assert.Equal(7, rows.Count);
        foreach (Match row in rows)
        {
            var ms = int.Parse(row.Groups["ms"].Value, CultureInfo.InvariantCulture);
            Assert.All(PauseTag().Matches(row.Value), tag => Assert.Equal(ms, Els.LineOf($"Wait. {tag.Value}").PauseAfterMs));
        }
    }

    [Fact]
    public void Every_pace_and_every_default_voice_is_documented()
    {
        Assert.Contains(
            string.Join(", ", Paces.All.Select(pace => string.Create(CultureInfo.InvariantCulture, $"`{pace.Name}` {pace.Speed:0.00}"))), Text, StringComparison.Ordinal);
        Assert.Equal(
            DefaultVoiceProfiles.All.Select(voice => (voice.Character, voice.DisplayName)),
            VoiceRow().Matches(Text).Select(row => (row.Groups["character"].Value, row.Groups["name"].Value)));
    }

    [GeneratedRegex(@"^```els ?(?<kind>[^\n]*)\n(?<script>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\| `\[PAUSE: [^|]*\| (?<ms>\d+) ms \|$", RegexOptions.Multiline)]
    private static partial Regex PauseRow();

    [GeneratedRegex(@"\[PAUSE: [^\]]*\]")]
    private static partial Regex PauseTag();

    [GeneratedRegex(@"^\| `(?<character>[a-z-]+)`(?: \(or `everycoon`\))? \| (?<name>[A-Z][a-z-A-Z]*)[,:] ", RegexOptions.Multiline)]
    private static partial Regex VoiceRow();
}
