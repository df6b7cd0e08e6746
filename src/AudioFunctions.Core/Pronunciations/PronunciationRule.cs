using System.Text.Json.Serialization;

namespace AudioFunctions.Pronunciations;

/// <summary>How a word or phrase is pronounced.</summary>
/// <param name="From">The written word or phrase, trimmed; 1–100 characters.</param>
/// <param name="Say">The spelling to send instead; 1–200 characters, or null.</param>
/// <param name="Ipa">Phonemes, sent if the model accepts them; without slashes; 1–200 characters, or null.</param>
/// <param name="MatchCase">Whether case matters.</param>
/// <param name="WholeWord">Whether it matches whole words only.</param>
public sealed record PronunciationRule(string From, string? Say, string? Ipa = null, bool MatchCase = false, bool WholeWord = true);

/// <summary>The rules of a project and its characters; a character's rule overrides the project's for the same words.</summary>
/// <param name="Characters">Rules by normalized character.</param>
public sealed record ProjectPronunciations(
    IReadOnlyList<PronunciationRule> Rules, IReadOnlyDictionary<string, IReadOnlyList<PronunciationRule>> Characters)
{
    public static ProjectPronunciations None { get; } = new([], new Dictionary<string, IReadOnlyList<PronunciationRule>>());

    /// <summary>The rules, without those that weren't applied to a take.</summary>
    internal static ProjectPronunciations Of(IReadOnlyList<AppliedPronunciation> applied) => new(
        [.. applied.Where(rule => rule.Character is null).Select(rule => rule.Rule)],
        applied.Where(rule => rule.Character is not null).GroupBy(rule => rule.Character!).ToDictionary(
            own => own.Key, own => (IReadOnlyList<PronunciationRule>)[.. own.Select(rule => rule.Rule)]));

    [JsonIgnore]
    public int Count => Rules.Count + Characters.Values.Sum(rules => rules.Count);

    [JsonIgnore]
    public bool IsEmpty => Count == 0;
}

/// <summary>A rule that was applied to a take.</summary>
/// <param name="Character">The character it belongs to; null for the project's.</param>
public sealed record AppliedPronunciation(string? Character, string From, string? Say, string? Ipa, bool MatchCase, bool WholeWord)
{
    internal PronunciationRule Rule => new(From, Say, Ipa, MatchCase, WholeWord);

    internal static AppliedPronunciation Of(PronunciationRule rule, string? character) =>
        new(character, rule.From, rule.Say, rule.Ipa, rule.MatchCase, rule.WholeWord);
}
