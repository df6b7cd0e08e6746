using System.Text.Json.Serialization;

namespace AudioFunctions.Pronunciations;

/// <summary>How a word or phrase is said (PRODUCT.md section 2).</summary>
/// <param name="From">As it is written, without blanks around it; 1–100 characters.</param>
/// <param name="Say">The spelling that is sent instead; 1–200 characters, or null.</param>
/// <param name="Ipa">Phonemes, sent where the model takes them; without slashes; 1–200 characters, or null.</param>
/// <param name="MatchCase">Whether capitals and small letters differ.</param>
/// <param name="WholeWord">Whether it applies to whole words only, not within a longer one.</param>
public sealed record PronunciationRule(string From, string? Say, string? Ipa = null, bool MatchCase = false, bool WholeWord = true)
{
    /// <summary>What is sent instead, or null if the text stays as it is written.</summary>
    internal string? SaidAs(bool takesIpa) => (takesIpa ? Ipa : null) ?? Say;
}

/// <summary>The rules of a project, and of characters in it, which win over the project's for the same words.</summary>
/// <param name="Characters">By normalized character.</param>
public sealed record ProjectPronunciations(
    IReadOnlyList<PronunciationRule> Rules, IReadOnlyDictionary<string, IReadOnlyList<PronunciationRule>> Characters)
{
    public static ProjectPronunciations None { get; } = new([], new Dictionary<string, IReadOnlyList<PronunciationRule>>());

    /// <summary>The rules that touched a take, without those that did not.</summary>
    internal static ProjectPronunciations Of(IReadOnlyList<AppliedPronunciation> applied) => new(
        [.. applied.Where(rule => rule.Character is null).Select(rule => rule.Rule)],
        applied.Where(rule => rule.Character is not null).GroupBy(rule => rule.Character!).ToDictionary(
            own => own.Key, own => (IReadOnlyList<PronunciationRule>)[.. own.Select(rule => rule.Rule)]));

    [JsonIgnore]
    public int Count => Rules.Count + Characters.Values.Sum(rules => rules.Count);

    [JsonIgnore]
    public bool IsEmpty => Count == 0;
}

/// <summary>A rule that touched a take.</summary>
/// <param name="Character">Whose rule it is; null for the project's.</param>
public sealed record AppliedPronunciation(string? Character, string From, string? Say, string? Ipa, bool MatchCase, bool WholeWord)
{
    internal PronunciationRule Rule => new(From, Say, Ipa, MatchCase, WholeWord);

    internal static AppliedPronunciation Of(PronunciationRule rule, string? character) =>
        new(character, rule.From, rule.Say, rule.Ipa, rule.MatchCase, rule.WholeWord);
}
