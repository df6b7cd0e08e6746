using AudioFunctions.Captions;

namespace AudioFunctions.Core.Tests.Captions;

public sealed class CaptionRowsTests
{
    /// <summary>45 characters and a full stop, which don't fit into two rows of 16.</summary>
    private const string Chinese = "今天我们要讲一个关于浣熊和薯片的故事它们每天晚上都会偷偷溜进厨房翻箱倒柜寻找那些被人";

    [Theory]
    [InlineData("One row is enough for this.", "One row is enough for this.")]
    [InlineData("You got scammed by corporations that sell air.", "You got scammed by|corporations that sell air.")]
    [InlineData("abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz a", "abcdefghijklmnopqrstuvwxyz|abcdefghijklmnopqrstuvwxyz a")]
    public void Text_is_broken_into_few_balanced_rows(string text, string rows) => Assert.Equal(rows, string.Join('|', CaptionRows.Of(text)));

    [Fact]
    public void Wide_characters_count_as_two_columns_and_a_row_holds_sixteen()
    {
        var rows = CaptionRows.Of(Chinese + "。");

        Assert.Equal(Chinese + "。", string.Concat(rows));
        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.InRange(row.Length, 13, 16));
    }

    [Fact]
    public void A_row_of_mostly_narrow_characters_holds_forty_two_columns() =>
        Assert.Equal(["The word 浣熊 means raccoon in her script."], CaptionRows.Of("The word 浣熊 means raccoon in her script."));

    [Theory]
    [InlineData("「薯片」，")]
    [InlineData("薯片！」")]
    [InlineData("ポテチッー")]
    [InlineData("薯片（袋）。")]
    public void No_row_starts_with_a_closing_mark_or_ends_with_an_opening_one(string piece)
    {
        for (var repeats = 1; repeats < 30; repeats++)
        {
            var text = string.Concat(Enumerable.Repeat(piece, repeats));
            var rows = CaptionRows.Of(text);

            Assert.Equal(text, string.Concat(rows));
            Assert.All(rows, row => Assert.DoesNotContain(row[0], "」，！。）ッー"));
            Assert.All(rows, row => Assert.DoesNotContain(row[^1], "「（"));
        }
    }

    [Theory]
    [InlineData("« Bonjour » dit-elle, « les chips sont où ? » !", "«", "»?!,")]
    [InlineData("»Guten Tag«, sagte er, »wo sind meine Chips?« und ging.", "»", "«,.")]
    [InlineData("Er sagte „alle Chips“ und (später) „keine Chips“ !", "„(", "“)!")]
    [InlineData("She said “all chips” and (later) “no chips at all” .", "“(", "”).")]
    [InlineData("¿Dónde están las papas (de anoche) ? ¡ Qué raro !", "¿(¡", ")?!")]
    public void A_quotation_keeps_its_marks_wherever_its_row_ends(string quotation, string opening, string closing)
    {
        for (var shift = 0; shift < 40; shift++)
        {
            var rows = CaptionRows.Of($"{new string('x', shift + 1)} {quotation} {quotation}");

            Assert.All(rows, row => Assert.DoesNotContain(row[0], closing));
            Assert.All(rows, row => Assert.DoesNotContain(row[^1], opening));
        }
    }

    [Fact]
    public void Only_a_word_wider_than_a_row_is_broken() =>
        Assert.Equal(
            [$"short words, and {new string('w', 19)}", $"{new string('w', 26)} and more"],
            CaptionRows.Of($"short words, and {new string('w', 45)} and more"));

    [Theory]
    [InlineData(100, '!')]
    [InlineData(100, '。')]
    [InlineData(100, '（')]
    public void A_text_of_marks_only_is_broken_too(int count, char mark)
    {
        var rows = CaptionRows.Of(new string(mark, count));

        Assert.Equal(count, rows.Sum(row => row.Length));
        Assert.InRange(rows.Count, 3, 7);
    }

    [Fact]
    public void Korean_is_broken_at_its_spaces() =>
        Assert.Equal(["너구리는 매일 밤 부엌에", "몰래 들어가서 감자칩을"], CaptionRows.Of("너구리는 매일 밤 부엌에 몰래 들어가서 감자칩을"));
}
