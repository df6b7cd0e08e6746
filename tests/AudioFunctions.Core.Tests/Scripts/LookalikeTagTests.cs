namespace AudioFunctions.Core.Tests.Scripts;

/// <summary>Known tags written with other brackets or another colon.</summary>
public sealed class LookalikeTagTests
{
    [Theory]
    [InlineData("[PACE：fast]")]
    [InlineData("[ PACE ： fast ]")]
    [InlineData("[DIRECTION：says: hi]")]
    [InlineData("【PACE：fast】")]
    [InlineData("【pace: fast】")]
    [InlineData("［PACE:fast］")]
    [InlineData("〔PACE：fast〕")]
    [InlineData("〖PACE：fast〗")]
    [InlineData("【PAUSE】")]
    [InlineData("【PACE：fast]")]
    [InlineData("[PACE: fast］")]
    [InlineData("[PACE：fast】")]
    [InlineData("［ＰＡＣＥ：ｆａｓｔ］")]
    [InlineData("[Ｐace: fast]")]
    [InlineData("{PAUSE: short}")]
    [InlineData("<PAUSE: short>")]
    [InlineData("（PAUSE：short）")]
    [InlineData("(PAUSE: short)")]
    [InlineData("「PAUSE：short」")]
    [InlineData("【\u200EPACE\u200B：fast】")]
    [InlineData("【**PACE**：fast】")]
    [InlineData("【*PACE*】")]
    [InlineData("［**PACE：fast**］")]
    [InlineData("【**PACE**: fast]")]
    [InlineData("（**PACE**：fast）")]
    public void A_known_tag_with_other_characters_is_reported_at_its_bracket(string tag)
    {
        Assert.Equal(["unknown-tag 7:4"], Els.FindingsIn(Els.Body($"你好。{tag}再见。")));
        Assert.Equal(["unknown-tag 7:1"], Els.FindingsIn(Els.Body($"{tag}\nHi.")));
    }

    [Theory]
    [InlineData("【重要】你好。")]
    [InlineData("【BREAKING】news")]
    [InlineData("【**重要**】你好。")]
    [InlineData("The new (**style**) is out.")]
    [InlineData("(*Pace*: slow) she said.")]
    [InlineData("2 < *style* > 1")]
    [InlineData("The new (style) is out.")]
    [InlineData("Turn in one direction (direction: north).")]
    [InlineData("(Pace: slow) she said.")]
    [InlineData("「Style」 is a word.")]
    [InlineData("（Meta）said so.")]
    [InlineData("{style}")]
    [InlineData("Say PACE: fast.")]
    [InlineData("时间：3点")]
    [InlineData("\\[PACE：fast\\]")]
    public void Brackets_and_colons_in_ordinary_text_are_text(string body) => Assert.Empty(Els.FindingsIn(Els.Body(body)));

    [Theory]
    [InlineData("**【PACE：fast】**", 3)]
    [InlineData("*［PAUSE：beat］*", 2)]
    [InlineData("***〔PAUSE〕***", 4)]
    [InlineData("**（PAUSE：short）** Hi.", 3)]
    [InlineData("Hi **【PACE：fast】**", 6)]
    [InlineData("Hi *you* **［PAUSE：beat］**", 12)]
    [InlineData("**【BEAT：02_b】**", 3)]
    [InlineData("**［END_BEAT］**", 3)]
    [InlineData("**[PAUSE：beat]**", 3)]
    [InlineData("** 【PACE：fast】**", 4)]
    public void Asterisks_around_such_a_tag_do_not_hide_it(string body, int column) =>
        Assert.Contains(FormattableString.Invariant($"unknown-tag 7:{column}"), Els.FindingsIn(Els.Body(body + "\nHi.")));

    [Fact]
    public void The_message_names_the_asterisks_in_a_tag() =>
        Assert.Equal(
            ["line 7, column 1: unknown tag '【**PACE**：fast】'; replace '【' with '[', '**PACE**' with 'PACE', '：' with ':', '】' with ']'"],
            Els.Read(Els.Body("【**PACE**：fast】 Hi.")).Validation.Errors);

    [Fact]
    public void All_such_tags_of_a_beat_are_reported() =>
        Assert.Equal(["unknown-tag 7:1", "unknown-tag 8:4"], Els.FindingsIn(Els.Body("【DIRECTION：低声】\n你好。【PAUSE：short】再见。")));

    [Fact]
    public void Structure_tags_with_other_characters_still_structure_the_script() =>
        Assert.Equal(
            ["unknown-tag 1:1", "unknown-tag 4:1", "unknown-tag 8:1"],
            Els.FindingsIn("【META】\nvideo_title: T\nproject: p\n［BEAT：01_a］\nname: A\n---\nHi.\n[END_BEAT］\n"));

    [Fact]
    public void Text_after_such_a_tag_is_still_checked() =>
        Assert.Equal(["unknown-tag 7:1", "unknown-tag 7:13"], Els.FindingsIn(Els.Body("[PACE: fast］[what] Hi.")));
}
