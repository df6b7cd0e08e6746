using System.Text;
using System.Text.Json;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Serialization;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Scripts.Properties;

public sealed class ScriptPropertyTests
{
    private static readonly string[] Splinters =
    [
        "[", "]", "*", "**", "***", "\\", "\n", "\r", "\r\n", "\0", "\uFEFF", "\uD800", "\uDC00", ":", "---", " ", "[]", "[:]", "[META]",
        "[BEAT:",
        "[BEAT: x]", "[BEAT: x]\nname: x\n---\n", "[END_BEAT]", "name:", "[PAUSE: 50ms]", "[PAUSE: 3s]", "[PACE: warp]", "[CHARACTER: x]",
        "[DIRECTION:", "[STYLE: .5]", "video_title: x", "default_pace: x", "text", "漢",
        "【PACE：", "fast】", "［END_BEAT］", "[PAUSE：50］", "（", "{PAUSE: 1}", "<break time=\"1s\"/>", "<b>", "&amp;", "](a.b)", "`", "__", "~~", "# ", "\n- ",
    ];

    private static readonly string[] Unseen =
        ["\u200B", "\uFEFF", "\u00AD", "\u2060", "\u200D", "\u200F", "\u202E", "\u2069", "\u2800", "\u3164", "\u1160", "\uDB40\uDC7F"];

    private static readonly Gen<Edit> Edits =
        from at in Gen.Choose(0, 100_000)
        from removed in Gen.Choose(0, 12)
        from inserted in Gen.Elements(Splinters)
        select new Edit(at, removed, inserted);

    private static readonly Gen<string> BrokenScripts =
        from script in WrittenScripts.All
        from seed in Gen.Choose(0, int.MaxValue)
        from edits in Edits.NonEmptyListOf()
        select edits.Aggregate(ScriptPrinter.Print(script, seed), (text, edit) => edit.ApplyTo(text));

    private static readonly Gen<string> Rubble = Gen.Elements(Splinters).NonEmptyListOf().Select(string.Concat);

    [Fact]
    public void Reading_what_was_printed_gives_the_script_back() => Check(
        WrittenScripts.All.SelectMany(_ => Gen.Choose(0, int.MaxValue), (script, seed) => (script, seed)),
        written =>
        {
            var els = ScriptPrinter.Print(written.script, written.seed);
            var reading = ScriptReader.Read(Encoding.UTF8.GetBytes(els), Els.Context);

            Assert.Empty(reading.Validation.Diagnostics);
            Assert.Equal(Json(ExpectedScript.Of(written.script)), Json(reading.Script));
            Assert.Equal(written.script.Beats.Count, reading.Validation.BeatCount);
            Assert.Equal(written.script.Beats.Sum(beat => beat.Lines.Count), reading.Validation.CharacterCount.Values.Sum());
        });

    [Fact]
    public void Broken_scripts_are_read_to_the_end() => Check(BrokenScripts, AssertSound);

    [Fact]
    public void Random_text_is_read_to_the_end() => Check(Rubble, AssertSound);

    [Fact]
    public void Bytes_of_any_kind_are_read_to_the_end() => Check(
        Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(),
        bytes => AssertSound(ScriptReader.Read(bytes, Els.Context), Encoding.UTF8.GetString(bytes)));

    [Fact]
    public void Line_ends_make_no_difference() => Check(BrokenScripts, text =>
    {
        var lf = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

        var expected = Json(Els.Read(lf));
        Assert.Equal(expected, Json(Els.Read(lf.Replace('\n', '\r'))));
        Assert.Equal(expected, Json(Els.Read(lf.Replace("\n", "\r\n", StringComparison.Ordinal))));
    });

    [Fact]
    public void Invisible_characters_at_the_ends_of_lines_make_no_difference() => Check(
        BrokenScripts.SelectMany(_ => Gen.Elements(Unseen), (text, unseen) => (text, unseen)),
        given =>
        {
            var lines = given.text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\r', '\n');
            var expected = Els.Read(string.Join('\n', lines));
            var actual = Els.Read(string.Join('\n', lines.Select(line => given.unseen + line + given.unseen)));

            Assert.Equal(Json(expected.Script), Json(actual.Script));
            Assert.Equal(Found(expected), Found(actual));
        });

    private static IEnumerable<(string Code, int Line, string? BeatId, string Message)> Found(ParseResult reading) =>
        reading.Validation.Diagnostics.Select(found => (found.Code, found.Line, found.BeatId, found.Message)).Order();

    private static void Check<T>(Gen<T> gen, Action<T> property) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(gen.ToArbitrary(), property));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ProductJson.Options);

    private static void AssertSound(string text) => AssertSound(Els.Read(text), text);

    private static void AssertSound(ParseResult reading, string text)
    {
        var validation = reading.Validation;
        var found = validation.Diagnostics;
        var errors = found.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.Equal(errors.Count == 0, validation.IsValid);
        Assert.Equal(validation.IsValid, reading.Script is not null);
        Assert.Equal(errors.Select(Sentence), validation.Errors);
        Assert.Equal(found.Except(errors).Select(Sentence), validation.Warnings);
        Assert.Equal(found.OrderBy(diagnostic => diagnostic.Line).ThenBy(diagnostic => diagnostic.Column), found);

        var lines = (text.StartsWith('\uFEFF') ? text[1..] : text).Split(["\r\n", "\r", "\n"], StringSplitOptions.None);
        Assert.All(found, diagnostic =>
        {
            Assert.InRange(diagnostic.Line, 1, lines.Length);
            Assert.InRange(diagnostic.Column, 1, lines[diagnostic.Line - 1].Length + 1);
            Assert.InRange(diagnostic.Message.Length, 1, 400);
        });
    }

    private static string Sentence(Diagnostic found) => $"line {found.Line}, column {found.Column}: {found.Message}";

    private sealed record Edit(int At, int Removed, string Inserted)
    {
        public string ApplyTo(string text)
        {
            var at = At % (text.Length + 1);
            return text.Remove(at, Math.Min(Removed, text.Length - at)).Insert(at, Inserted);
        }
    }
}
