using System.Text;
using AudioFunctions.Scripts;
using AudioFunctions.Voices;

namespace AudioFunctions.Pronunciations;

/// <summary>Checks a project's rules; reports all problems, up to <see cref="MaxProblems"/>.</summary>
public sealed class PronunciationCheck
{
    public const int MaxRules = 1000;
    public const int MaxFromLength = 100;
    public const int MaxSayLength = 200;
    public const int MaxProjectLength = 200;
    public const int MaxProblems = 100;

    /// <summary>Speech services read them as markup, or as an audio tag.</summary>
    private const string NotInSay = "[]<>";
    private const string NotInIpa = "[]<>\"/";

    private readonly List<PronunciationProblem> _problems = [];

    private PronunciationCheck()
    {
    }

    /// <summary>Whether a project with this name can have rules: the name is part of a URL.</summary>
    public static bool IsProjectName(string project) =>
        project.Length is >= 1 and <= MaxProjectLength && project.Trim() == project && !project.Any(c => c is '/' or '\\' || char.IsControl(c))
        && project is not ("." or "..") && project.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    /// <returns>The valid rules, and the problems; use the rules only if there are no problems.</returns>
    public static (ProjectPronunciations Rules, IReadOnlyList<PronunciationProblem> Problems) Read(
        IReadOnlyList<UncheckedRule?>? rules, IReadOnlyDictionary<string, IReadOnlyList<UncheckedRule?>?>? characters)
    {
        var check = new PronunciationCheck();
        var count = (rules?.Count ?? 0) + (characters?.Values.Sum(own => own?.Count ?? 0) ?? 0);
        if (count > MaxRules)
            check.Add("rules", "too-many-rules", $"A project may have {MaxRules} rules, including those of its characters; these are {count}.");

        var project = check.Rules("rules", rules ?? []);
        var byCharacter = new Dictionary<string, IReadOnlyList<PronunciationRule>>(StringComparer.Ordinal);
        foreach (var (name, own) in characters ?? new Dictionary<string, IReadOnlyList<UncheckedRule?>?>())
        {
            var character = VoiceCharacters.Normalize(name);
            var field = $"characters.{Short(name)}";
            if (!VoiceCharacters.IsValid(character))
                check.Add(field, "character-invalid", $"{field}: a character is 1–64 of a–z, 0–9, '_' and '-', starting with a letter or digit.");
            else if (byCharacter.ContainsKey(character))
                check.Add(field, "character-duplicate", $"{field}: the character '{character}' occurs twice.");
            var checkedRules = check.Rules(field, own ?? []);
            if (checkedRules.Count > 0)
                byCharacter[character] = checkedRules;
        }

        return (new ProjectPronunciations(project, byCharacter), [.. check._problems.Take(MaxProblems)]);
    }

    private List<PronunciationRule> Rules(string field, IReadOnlyList<UncheckedRule?> given)
    {
        var rules = new List<PronunciationRule>(given.Count);
        var known = new Dictionary<(string, bool, bool), int>();
        foreach (var (index, one) in given.Index())
        {
            var place = $"{field}[{index}]";
            if (one is null)
            {
                Add(place, "rule-missing", $"{place} is null; give {{\"from\", \"say\"}}.");
                continue;
            }

            var rule = one.Cleaned();
            Check(place, rule);
            var key = (Spelling.Of(rule.From, !rule.MatchCase).ToString(), rule.MatchCase, rule.WholeWord);
            if (rule.From.Length > 0 && !known.TryAdd(key, index))
                Add($"{place}.from", "rule-duplicate", $"{place}.from is the same as that of {field}[{known[key]}].");
            rules.Add(rule);
        }

        return rules;
    }

    private void Check(string place, PronunciationRule rule)
    {
        if (rule.From.Length == 0)
            Add($"{place}.from", "from-missing", $"{place}.from must be the word or phrase to replace.");
        else
            CheckText($"{place}.from", "from", rule.From, MaxFromLength, notIn: "");
        if (rule.Say is null && rule.Ipa is null)
            Add($"{place}.say", "say-missing", $"{place} must have say, the spelling to send, or ipa, its phonemes.");
        if (rule.Say is { } say)
        {
            CheckText($"{place}.say", "say", say, MaxSayLength, NotInSay);
            if (!SpokenWords.AreIn(say))
                Add($"{place}.say", "say-nothing-to-say", $"{place}.say has no letter and no number.");
        }

        if (rule.Ipa is { } ipa)
        {
            CheckText($"{place}.ipa", "ipa", ipa, MaxSayLength, NotInIpa);
            if (!ipa.Any(char.IsLetter))
                Add($"{place}.ipa", "ipa-nothing-to-say", $"{place}.ipa has no phoneme.");
        }
    }

    private void CheckText(string field, string code, string text, int maxLength, string notIn)
    {
        if (text.EnumerateRunes().Count() > maxLength)
            Add(field, $"{code}-too-long", $"{field} may have at most {maxLength} characters.");
        foreach (var odd in text.Where(c => char.IsControl(c) || notIn.Contains(c, StringComparison.Ordinal)).Take(1))
            Add(field, $"{code}-invalid", $"{field} must not contain {(char.IsControl(odd) ? "control characters" : $"'{odd}'")}.");
    }

    private void Add(string field, string code, string message) => _problems.Add(new PronunciationProblem(field, code, message));

    private static string Short(string name) => name.Length <= 64 ? name : name[..64];
}

/// <param name="Field">Path in the JSON: <c>rules[3].say</c>, <c>characters.boomer[0].from</c>.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">A sentence that says what the field may contain.</param>
public sealed record PronunciationProblem(string Field, string Code, string Message);
