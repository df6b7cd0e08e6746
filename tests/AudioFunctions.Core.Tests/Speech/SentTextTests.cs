using AudioFunctions.Audio.Cutting;
using AudioFunctions.Speech;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Speech;

public sealed class SentTextTests
{
    private static readonly Gen<string> Piece = Gen.Elements("Me", "薯片", " ", "🦝", "e\u0301", "24", "…", "ß", "[sad]", "\"", "a b", "x");

    private static readonly Gen<string> Text = Piece.ListOf().Select(string.Concat);

    private static readonly Gen<TextEdit> Edit =
        from gap in Gen.Choose(0, 4)
        from length in Gen.Choose(0, 5)
        from text in Piece.NonEmptyListOf()
        from isIpa in Gen.Elements(true, false)
        select new TextEdit(gap, length, string.Concat(text), isIpa && length > 0);

    /// <summary>The position of each edit is generated as the distance from the edit before it.</summary>
    private static readonly Gen<(string Written, List<TextEdit> Edits)> Any =
        from written in Text
        from drawn in Edit.ListOf()
        select (written, Fit(drawn, written.Length));

    [Fact]
    public void Three_spellings_of_one_text()
    {
        var sent = new SentText("WAGMI, say New York.", [new(0, 0, "[sad] "), new(0, 5, "we're all gonna make it"), new(11, 8, "nuˈjɔɹk", IsIpa: true)]);

        Assert.Equal("[sad] we're all gonna make it, say \"/nuˈjɔɹk/\".", sent.Text);
        Assert.Equal("we're all gonna make it, say nuˈjɔɹk.", sent.Said);
        Assert.Equal("we're all gonna make it, say New York.", sent.Context);
        Assert.Equal("WAGMI, say New York.", sent.Written);
    }

    [Fact]
    public void A_text_without_edits_is_sent_unchanged() => Prop.ForAll(Text.ToArbitrary(), text =>
    {
        var sent = new SentText(text, []);
        Assert.Equal([text, text, text], new[] { sent.Said, sent.Text, sent.Context });
        Assert.All(Enumerable.Range(0, text.Length + 1), at => Assert.Equal(at, sent.SaidIndexOf(at)));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-1, 1, "x")]
    [InlineData(0, 4, "x")]
    [InlineData(0, -1, "x")]
    [InlineData(0, 1, "")]
    public void Edits_that_do_not_fit_are_refused(int at, int length, string text) =>
        Assert.Throws<ArgumentException>(() => new SentText("abc", [new(at, length, text)]));

    [Fact]
    public void Edits_out_of_order_are_refused() =>
        Assert.Throws<ArgumentException>(() => new SentText("abc", [new(1, 1, "x"), new(0, 1, "y")]));

    [Fact]
    public void Every_written_character_has_the_time_of_its_sound() => Check((written, edits) =>
    {
        // Each sent character lasts ten samples, after a gap of two.
        var sent = new SentText(written, edits);
        var said = sent.SaidOf(new CharacterAlignment(
            [.. sent.Text.Select((_, i) => (double)StartOf(i))], [.. sent.Text.Select((_, i) => (double)EndOf(i))]));
        var times = new CharacterTimes([.. said.StartSeconds.Select(s => (int)s)], [.. said.EndSeconds.Select(s => (int)s)]).Written(sent);

        var (at, sentAt) = (0, 0);
        foreach (var edit in edits)
        {
            CheckKept(edit.At);
            // The replaced characters divide the time of their replacement, in order and without a gap at either end.
            var marks = edit.IsIpa ? 2 : 0;
            var earliest = StartOf(sentAt + marks);
            var last = EndOf(sentAt + marks + edit.Text.Length - 1);
            for (var i = at; i < at + edit.Length; i++)
            {
                Assert.InRange(times.Start(i), earliest, times.End(i));
                Assert.InRange(times.End(i), times.Start(i), last);
                earliest = times.Start(i);
            }

            if (edit.Length > 0)
                Assert.Equal((StartOf(sentAt + marks), last), (times.Start(at), times.End(at + edit.Length - 1)));
            at += edit.Length;
            sentAt += edit.Text.Length + (2 * marks);
        }

        CheckKept(written.Length);
        Assert.Equal(sent.Text.Length, sentAt);

        // Every other character has its own time, to the sample.
        void CheckKept(int upTo)
        {
            for (; at < upTo; at++, sentAt++)
                Assert.Equal((sent.Text[sentAt], StartOf(sentAt), EndOf(sentAt)), (written[at], times.Start(at), times.End(at)));
        }
    });

    [Fact]
    public void Positions_keep_their_order_and_map_back_except_inside_a_replacement() => Check((written, edits) =>
    {
        var sent = new SentText(written, edits);
        var places = Enumerable.Range(0, written.Length + 1).Select(sent.SaidIndexOf).ToList();
        var inside = edits.SelectMany(edit => Enumerable.Range(edit.At + 1, Math.Max(0, edit.Length - 1))).ToHashSet();

        Assert.Equal(places.Order(), places);
        Assert.Equal((0, sent.Said.Length), (places[0], places[^1]));
        Assert.All(places.Index().Where(place => !inside.Contains(place.Index)), place => Assert.Equal(place.Index, sent.WrittenIndexOf(place.Item)));
        Assert.All(places.Index().Where(place => place.Index < written.Length && !char.IsLowSurrogate(written[place.Index])), place =>
            Assert.False(char.IsLowSurrogate(sent.Said[place.Item])));
    });

    private static int StartOf(int sentCharacter) => (12 * sentCharacter) + 2;

    private static int EndOf(int sentCharacter) => (12 * sentCharacter) + 12;

    /// <summary>The edits that still lie within the text.</summary>
    private static List<TextEdit> Fit(IEnumerable<TextEdit> drawn, int length)
    {
        var edits = new List<TextEdit>();
        var reached = 0;
        foreach (var edit in drawn)
        {
            var placed = edit with { At = reached + edit.At };
            if (placed.At + placed.Length > length)
                break;
            edits.Add(placed);
            reached = placed.At + placed.Length;
        }

        return edits;
    }

    private static void Check(Action<string, IReadOnlyList<TextEdit>> holds) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Any.ToArbitrary(), drawn => holds(drawn.Written, drawn.Edits)));
}
