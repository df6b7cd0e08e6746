using AudioFunctions.Pronunciations;

namespace AudioFunctions.Core.Tests.Pronunciations;

public sealed class PronunciationCheckTests
{
    [Theory]
    [InlineData(null, "x", null, "rules[0].from", "from-missing")]
    [InlineData(" \t ", "x", null, "rules[0].from", "from-missing")]
    [InlineData("SEC", null, null, "rules[0].say", "say-missing")]
    [InlineData("SEC", " ", "", "rules[0].say", "say-missing")]
    [InlineData("SEC", "...", null, "rules[0].say", "say-nothing-to-say")]
    [InlineData("SEC", "<break>", null, "rules[0].say", "say-invalid")]
    [InlineData("SEC", "[sad] sec", null, "rules[0].say", "say-invalid")]
    [InlineData("SEC", "a\u0001b", null, "rules[0].say", "say-invalid")]
    [InlineData("SEC", null, "a/b", "rules[0].ipa", "ipa-invalid")]
    [InlineData("SEC", null, "...", "rules[0].ipa", "ipa-nothing-to-say")]
    public void Each_problem_is_reported_with_its_field(string? from, string? say, string? ipa, string field, string code)
    {
        var problem = Assert.Single(PronunciationCheck.Read([new UncheckedRule(from, say, ipa, null, null)], null).Problems);

        Assert.Equal((field, code), (problem.Field, problem.Code));
        Assert.StartsWith("rules[0]", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_are_counted_in_characters()
    {
        string Raccoons(int count) => string.Concat(Enumerable.Repeat("🦝", count));

        Assert.Empty(Codes(new UncheckedRule(Raccoons(100), "a" + Raccoons(199), null, null, null)));
        Assert.Equal(["from-too-long", "say-too-long"], Codes(new UncheckedRule(Raccoons(101), "a" + Raccoons(200), null, null, null)));
        Assert.Equal(["ipa-too-long"], Codes(new UncheckedRule("a", null, new string('a', 201), null, null)));
    }

    [Fact]
    public void The_same_words_can_have_one_rule_with_match_case_and_one_without()
    {
        Assert.Empty(Codes(new UncheckedRule("us", "uss", null, null, null), new UncheckedRule("US", "you ess", null, true, null)));
        Assert.Equal(["rule-duplicate"], Codes(new UncheckedRule("café", "a", null, null, null), new UncheckedRule(" CAFE\u0301 ", "b", null, null, null)));
    }

    [Fact]
    public void A_project_can_have_a_thousand_rules_including_those_of_characters()
    {
        var many = Enumerable.Range(0, 999).Select(i => new UncheckedRule($"w{i}", "x", null, null, null)).ToList();
        IReadOnlyDictionary<string, IReadOnlyList<UncheckedRule?>?> Own(int count) => new Dictionary<string, IReadOnlyList<UncheckedRule?>?>
        {
            ["Boomer"] = [.. many.Take(count)],
        };

        Assert.Empty(PronunciationCheck.Read(many, Own(1)).Problems);
        Assert.Equal("too-many-rules", Assert.Single(PronunciationCheck.Read(many, Own(2)).Problems).Code);
    }

    [Fact]
    public void Values_are_trimmed_and_normalized()
    {
        var (rules, problems) = PronunciationCheck.Read(
            null, new Dictionary<string, IReadOnlyList<UncheckedRule?>?> { ["EveryCoon"] = [new(" New \n York ", null, "/nuː jɔːk/", null, null)], ["fed"] = [] });

        Assert.Empty(problems);
        Assert.Equal(new PronunciationRule("New York", null, "nuː jɔːk"), Assert.Single(Assert.Single(rules.Characters).Value));
        Assert.Equal("every-coon", rules.Characters.Keys.Single());
    }

    [Fact]
    public void Invalid_characters_and_rules_are_reported() =>
        Assert.Equal(
            ["rule-missing", "character-invalid", "character-duplicate"],
            PronunciationCheck.Read(
                [null],
                new Dictionary<string, IReadOnlyList<UncheckedRule?>?> { ["no/body"] = [], ["fed"] = [new("a", "b", null, null, null)], ["FED"] = null })
                .Problems.Select(problem => problem.Code));

    [Theory]
    [InlineData("trash-panda", true)]
    [InlineData("Übung 1 (neu)", true)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData(" a", false)]
    [InlineData("a\n", false)]
    [InlineData("..", false)]
    public void The_name_of_a_project_must_fit_into_a_URL(string project, bool isName) => Assert.Equal(isName, PronunciationCheck.IsProjectName(project));

    private static IEnumerable<string> Codes(params UncheckedRule[] rules) => PronunciationCheck.Read(rules, null).Problems.Select(problem => problem.Code);
}
