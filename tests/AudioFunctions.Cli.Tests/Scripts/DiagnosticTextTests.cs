using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Scripts;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Tests.Scripts;

public sealed class DiagnosticTextTests
{
    [Fact]
    public async Task The_line_is_shown_with_a_caret_under_the_position() => await ShowsAsync(
        "[META]\ndefault_pace: warp\n",
        new Diagnostic("error", "unknown-default", "unknown pace 'warp'", 2, 15),
        """
        s.els:2:15: error unknown-default: unknown pace 'warp'
              2 | default_pace: warp
                |               ^
        """);

    [Fact]
    public async Task A_tab_takes_four_columns_in_the_line_and_before_the_caret() => await ShowsAsync(
        "\tab\tc",
        new Diagnostic("warning", "w", "m", 1, 5),
        """
        s.els:1:5: warning w: m
              1 |     ab    c
                |           ^
        """);

    [Fact]
    public async Task Wide_and_combining_characters_keep_the_caret_in_place() => await ShowsAsync(
        "日本e\u0301😀x",
        new Diagnostic("error", "e", "m", 1, 7),
        $"""
        s.els:1:7: error e: m
              1 | 日本e{'\u0301'}😀x
                |        ^
        """);

    [Theory]
    [InlineData("one\r\ntwo\r\n")]
    [InlineData("one\rtwo\r")]
    [InlineData("\uFEFFone\ntwo")]
    public async Task Lines_are_counted_by_the_rules_of_the_language(string script) => await ShowsAsync(
        script,
        new Diagnostic("error", "e", "m", 2, 1),
        """
        s.els:2:1: error e: m
              2 | two
                | ^
        """);

    [Fact]
    public async Task A_byte_order_mark_does_not_change_columns() => await ShowsAsync(
        "\uFEFFone",
        new Diagnostic("error", "e", "m", 1, 3),
        """
        s.els:1:3: error e: m
              1 | one
                |   ^
        """);

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("one\n", 2, 1)]
    [InlineData("one", 9, 1)]
    public async Task Only_the_message_is_shown_if_there_is_no_line(string script, int line, int column) =>
        await ShowsAsync(script, new Diagnostic("error", "e", "m", line, column), $"s.els:{line}:{column}: error e: m");

    [Fact]
    public async Task A_column_past_the_end_puts_the_caret_after_the_line() => await ShowsAsync(
        "one",
        new Diagnostic("error", "e", "m", 1, 50),
        """
        s.els:1:50: error e: m
              1 | one
                |    ^
        """);

    [Fact]
    public async Task A_long_line_is_cut_around_the_position() => await ShowsAsync(
        string.Concat(Enumerable.Range(0, 30).Select(i => $"{i:00}........")),
        new Diagnostic("error", "e", "m", 1, 151),
        """
        s.els:1:151: error e: m
              1 | ….......13........14........15........16.…
                |                             ^
        """,
        columns: 52);

    [Fact]
    public async Task A_long_line_is_cut_only_at_its_end_if_the_position_is_near_its_start() => await ShowsAsync(
        new string('a', 100),
        new Diagnostic("error", "e", "m", 1, 2),
        """
        s.els:1:2: error e: m
              1 | aaaaaaaaaaaaaaaaaaa…
                |  ^
        """,
        columns: 30);

    [Fact]
    public async Task The_caret_after_a_long_line_is_visible() => await ShowsAsync(
        new string('a', 100),
        new Diagnostic("error", "e", "m", 1, 101),
        """
        s.els:1:101: error e: m
              1 | …aaaaaaaaaaaaaaaaaa
                |                    ^
        """,
        columns: 30);

    [Fact]
    public async Task Control_characters_of_a_script_never_reach_the_terminal() => await ShowsAsync(
        "a\u001b[31mb\u202Ec",
        new Diagnostic("error", "e", "m '\u001b[2J'", 1, 1),
        """
        s.els:1:1: error e: m '�[2J'
              1 | a�[31mb�c
                | ^
        """);

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_shown_as_replacement_characters()
    {
        var script = await FileAsync([0x61, 0xFF, 0x62]);

        Assert.Equal("a\uFFFDb", script.Line(1));
    }

    [Fact]
    public async Task Colours_are_used_if_the_palette_has_them()
    {
        var script = await FileAsync("x"u8.ToArray());
        var text = new DiagnosticText(script, new Palette(isColoured: true), 80);

        Assert.Equal(
            [$"\e[1m{script.Path}:1:1:\e[0m \e[31merror\e[0m e: m", "      1 | x", "        | \e[32m^\e[0m"],
            text.Lines(new Diagnostic("error", "e", "m", 1, 1)));
    }

    [Theory]
    [InlineData(1, 0, "1 error, 0 warnings")]
    [InlineData(2, 1, "2 errors, 1 warning")]
    public void The_summary_counts_both_kinds(int errors, int warnings, string expected)
    {
        var diagnostics = Enumerable.Repeat(new Diagnostic("error", "e", "m", 1, 1), errors)
            .Concat(Enumerable.Repeat(new Diagnostic("warning", "w", "m", 1, 1), warnings));

        Assert.Equal(expected, DiagnosticText.Summary([.. diagnostics]));
    }

    private static async Task ShowsAsync(string script, Diagnostic diagnostic, string expected, int columns = 80)
    {
        var file = await FileAsync(System.Text.Encoding.UTF8.GetBytes(script));
        var text = string.Join('\n', new DiagnosticText(file, Palette.Plain, columns).Lines(diagnostic));

        Assert.Equal(expected, text.Replace(file.Path, "s.els", StringComparison.Ordinal));
    }

    private static async Task<ScriptFile> FileAsync(byte[] content)
    {
        var folder = Directory.CreateTempSubdirectory("af-script-");
        try
        {
            var path = Path.Combine(folder.FullName, "s.els");
            await File.WriteAllBytesAsync(path, content);
            return await ScriptFile.ReadAsync(path, CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
