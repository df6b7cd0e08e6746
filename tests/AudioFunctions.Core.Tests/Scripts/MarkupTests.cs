namespace AudioFunctions.Core.Tests.Scripts;

/// <summary>Markup of other languages is always reported (docs/els.md).</summary>
public sealed class MarkupTests
{
    [Theory]
    [InlineData("<break time=\"1.5s\"/>", "write [PAUSE: 1.5s] instead")]
    [InlineData("<break time='500ms' />", "write [PAUSE: 500ms] instead")]
    [InlineData("<BREAK TIME=700ms>", "write [PAUSE: 700ms] instead")]
    [InlineData("<break time=\"3s\"/>", "write [PAUSE: 2000ms] (the longest there is) instead")]
    [InlineData("<break strength=\"x-strong\"/>", "write [PAUSE: dramatic] instead")]
    [InlineData("<break/>", "write [PAUSE: medium] instead")]
    [InlineData("<break time=\"soon\"/>", "write [PAUSE: medium] instead")]
    [InlineData("<break time=\"1s\"", "write [PAUSE: 1s] instead")]
    [InlineData("<prosody rate=\"slow\">", "write [PACE: …] before the line for its speed, and [PAUSE: …] for a silence")]
    [InlineData("<emphasis level=\"strong\">", "write **word** instead, and [PAUSE: …] for a silence")]
    [InlineData("<say-as interpret-as=\"date\">", "remove it, and write [PAUSE: …] for a silence")]
    [InlineData("<phoneme alphabet=\"ipa\" ph=\"x\">", "remove it, and write [PAUSE: …] for a silence")]
    [InlineData("<amazon:effect name=\"whispered\">", "remove it, and write [PAUSE: …] for a silence")]
    [InlineData("</speak>", "remove it")]
    public void SSML_is_an_error_at_its_bracket_that_says_what_to_write_instead(string element, string hint)
    {
        Assert.Equal(["ssml-in-text 7:7"], Els.FindingsIn(Els.Body($"Wait. {element}")));
        Assert.EndsWith($"; {hint}", Assert.Single(Els.Read(Els.Body($"Wait. {element}")).Validation.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_SSML_element_of_a_line_is_reported() =>
        Assert.Equal(
            ["ssml-in-text 7:1", "ssml-in-text 7:11", "ssml-in-text 7:28"],
            Els.FindingsIn(Els.Body("<speak>Hi <prosody x=\"\">you</speak>")));

    [Theory]
    [InlineData("<**break** time=\"1s\"/>")]
    [InlineData("<*break*/>")]
    [InlineData("<br**eak**/>")]
    [InlineData("<**break time=\"1s\"/>**")]
    [InlineData("**<break time=\"1s\"/>**")]
    [InlineData("</**speak**>")]
    [InlineData("<***amazon:effect*** name=\"whispered\">")]
    [InlineData("<break **time=\"1s\"")]
    public void Asterisks_do_not_make_text_of_SSML(string element)
    {
        var start = 7 + element.IndexOf('<', StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"ssml-in-text 7:{start}"), Els.FindingsIn(Els.Body($"Wait. {element}")));
    }

    [Theory]
    [InlineData("<break\ntime=\"1s\"/>", "write [PAUSE: 1s] instead")]
    [InlineData("<break\n\n  time = '1s'\n/>", "write [PAUSE: 1s] instead")]
    [InlineData("<break\r\ntime=1s\r\n>", "write [PAUSE: 1s] instead")]
    [InlineData("<break time=\"1s\"\n/>", "write [PAUSE: 1s] instead")]
    [InlineData("<**break**\n*time*=\"1s\"/>", "write [PAUSE: 1s] instead")]
    [InlineData("<break\n/>", "write [PAUSE: medium] instead")]
    [InlineData("<p\n/>", "remove it, and write [PAUSE: …] for a silence")]
    [InlineData("<speak\nversion=\"1.1\"\nxmlns=\"http://www.w3.org/2001/10/synthesis\">", "remove it, and write [PAUSE: …] for a silence")]
    [InlineData("<sub\nalias=\"World Wide\nWeb\">", "remove it, and write [PAUSE: …] for a silence")]
    [InlineData("</speak\n>", "remove it")]
    [InlineData("<break\ntime=\"1s\"", "write [PAUSE: 1s] instead")]
    public void SSML_divided_over_lines_is_one_error_at_its_first_bracket(string element, string hint)
    {
        Assert.Equal(["ssml-in-text 7:7"], Els.FindingsIn(Els.Body($"Wait. {element}\nGo.")));
        Assert.EndsWith($"; {hint}", Assert.Single(Els.Read(Els.Body($"Wait. {element} Go.")).Validation.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_after_divided_SSML_is_still_checked() =>
        Assert.Equal(
            ["ssml-in-text 7:6", "unknown-tag 8:12", "ssml-in-text 8:22", "unknown-tag 9:3"],
            Els.FindingsIn(Els.Body("Wait <break\ntime=\"1s\"/>[what] Hi <break\n/>[why] you.")));

    [Theory]
    [InlineData("Look <img\nsrc=\"a.png\">", "HTML tag '<img src=\"a.png\">'")]
    [InlineData("Look <img src=\"a.png\"\nalt=\"b\"/>", "HTML tag '<img src=\"a.png\" alt=\"b\"/>'")]
    [InlineData("A `code` <**span**\nclass=\"x\">", "code '`', HTML tag '<span class=\"x\">'")]
    public void HTML_divided_over_lines_causes_a_warning_for_its_first_line(string body, string found) =>
        Assert.Equal(
            $"line 7, column 1: markup that would be spoken as it stands: {found}; remove it, or leave it if it should be spoken",
            Assert.Single(Els.Read(Els.Body(body + " Go.")).Validation.Warnings));

    [Theory]
    [InlineData("a <\nb")]
    [InlineData("x <s\nand y > z")]
    [InlineData("x <s\n> 5")]
    [InlineData("I <3 you\nand you=\"me\">")]
    [InlineData("x<y>z\nw")]
    [InlineData("Take a <break\nnow and then")]
    [InlineData("If a <mark\nis b = 3 and c > d")]
    [InlineData("If a <mark\nb = 3")]
    [InlineData("2 <*s* or\n3 > 1")]
    public void Ordinary_text_on_two_lines_is_not_an_element(string body) =>
        Assert.DoesNotContain(Els.FindingsIn(Els.Body(body)), found => !found.StartsWith("markup-in-text 8:1", StringComparison.Ordinal));

    [Theory]
    [InlineData("# Part one", "heading '#'")]
    [InlineData("### Part one", "heading '#'")]
    [InlineData("- first thing", "list item '-'")]
    [InlineData("> quoted", "quotation '>'")]
    [InlineData(">quoted", "quotation '>'")]
    [InlineData("1. First", "list number '1.'")]
    [InlineData("12. Twelfth", "list number '12.'")]
    [InlineData("5. Mai", "list number '5.'")]
    [InlineData("Run `dotnet build` now", "code '`'")]
    [InlineData("```csharp", "code '`'")]
    [InlineData("So __bold__!", "bold '__'")]
    [InlineData("~~gone~~ here", "strikethrough '~~'")]
    [InlineData("`code` __bold__ ~~gone~~", "code '`', bold '__', strikethrough '~~'")]
    [InlineData("See [our site](https://example.org/a) now", "link '[…](…)'")]
    [InlineData("![cat](cat.png \"Cat\") meows", "link '[…](…)'")]
    [InlineData("Go to <https://example.org>", "link '<…>'")]
    [InlineData("A <b>bold</b> one", "HTML tag '<b>'")]
    [InlineData("One<br/>two", "HTML tag '<br/>'")]
    [InlineData("**<i>Hi</i>**", "HTML tag '<I>'")]
    [InlineData("Hi <!-- later --> you", "HTML comment '<!--'")]
    [InlineData("AT&amp;T", "entity '&amp;'")]
    [InlineData("a&nbsp;b &#39; &#x27;", "entity '&nbsp;'")]
    [InlineData("**a&nbsp;b**", "entity '&NBSP;'")]
    public void Markup_stays_and_causes_one_warning_per_line(string body, string found)
    {
        var reading = Els.Read(Els.Body("[PACE: fast] " + body));

        Assert.Equal(
            [
                $"line 7, column 14: markup that would be spoken as it stands: {found}; "
                + "remove it, or leave it if it should be spoken",
            ],
            reading.Validation.Warnings);
        Assert.Equal("markup-in-text", Assert.Single(reading.Validation.Diagnostics).Code);
        Assert.Equal(body.Replace("**", "", StringComparison.Ordinal), reading.Script!.Beats[0].Lines[0].Text, ignoreCase: true);
    }

    [Theory]
    [InlineData("2 < 3 and x > y")]
    [InlineData("a<b")]
    [InlineData("x <s and y")]
    [InlineData("I <3 you")]
    [InlineData("a - b, -5 degrees")]
    [InlineData("-5 degrees")]
    [InlineData("He is #1")]
    [InlineData("#1 in the charts")]
    [InlineData("#winning")]
    [InlineData("AT&T; Q&A; R & D")]
    [InlineData("Fish & chips; peas")]
    [InlineData("On 5. Mai")]
    [InlineData("5.5 percent")]
    [InlineData("3. 2. 1. Go")]
    [InlineData("1984. What a year")]
    [InlineData("In 10.")]
    [InlineData("10.")]
    [InlineData("rock `n roll")]
    [InlineData("snake__case__name and file__")]
    [InlineData("a __ b __ c ____ d")]
    [InlineData("~5 or ~~ 6 ~~")]
    [InlineData("f(x) (y.z)")]
    [InlineData("<laughs> well")]
    [InlineData("\\[a\\] (b.c)")]
    [InlineData(">5 people")]
    public void Ordinary_text_is_not_markup(string body) => Assert.Empty(Els.FindingsIn(Els.Body(body)));

    [Fact]
    public void Each_line_gets_one_warning() =>
        Assert.Equal(
            ["markup-in-text 7:1", "markup-in-text 8:1", "markup-in-text 9:1", "markup-in-text 10:1"],
            Els.FindingsIn(Els.Body("# Part one\n- first thing\n> quoted\n`code` __bold__ ~~gone~~")));

    [Fact]
    public void An_unknown_tag_before_a_parenthesis_is_not_a_link() =>
        Assert.Equal(["unknown-tag 7:1"], Els.FindingsIn(Els.Body("[WHISPER](softly) Hi.")));

    [Fact]
    public void A_known_tag_before_a_link_address_is_a_tag() =>
        Assert.Equal("(a.b) Hi.", Els.LineOf("[PACE: fast](a.b) Hi.").Text);

    [Fact]
    public void Markup_in_directions_and_titles_is_not_spoken() =>
        Assert.Empty(Els.FindingsIn(Els.Body("[DIRECTION: <break/> # `x`] Hi.").Replace("name: A", "name: # <b>A</b>", StringComparison.Ordinal)));
}
