using AudioFunctions.Unicode;

namespace AudioFunctions.Pronunciations;

/// <summary>The rules for one character, the longest first.</summary>
internal sealed class RuleSet
{
    private readonly RuleTrie _folded = new();
    private readonly RuleTrie _exact = new();

    /// <param name="own">The character's rules, which override the project's for the same words.</param>
    public RuleSet(IReadOnlyList<PronunciationRule> project, IReadOnlyList<PronunciationRule> own, string character)
    {
        var all = own.Select(rule => (rule, character: (string?)character)).Concat(project.Select(rule => (rule, character: (string?)null)));
        var ordered = all.Select(one => (one.rule, one.character, spelling: Spelling.Of(one.rule.From, !one.rule.MatchCase).ToString()))
            .OrderByDescending(one => one.spelling.Length)
            .ThenBy(one => one.character is null)
            .ThenByDescending(one => one.rule.MatchCase)
            .ThenByDescending(one => one.rule.WholeWord);
        foreach (var (rank, (rule, whose, spelling)) in ordered.Index())
            (rule.MatchCase ? _exact : _folded).Add(spelling, new RankedRule(rank, rule, whose));
    }

    /// <summary>The matches of rules in a text, in order. They don't overlap.</summary>
    /// <param name="breaks">Positions in the text that no match may span.</param>
    public IReadOnlyList<FoundRule> Apply(string text, IEnumerable<int> breaks)
    {
        var words = WordBreaks.Of(text);
        var isInsideWord = new bool[text.Length + 1];
        foreach (var word in words)
            Array.Fill(isInsideWord, true, word.At + 1, word.Length - 1);
        var isBreak = new bool[text.Length + 1];
        foreach (var place in breaks.Where(place => place <= text.Length))
            isBreak[place] = true;

        var found = _folded.Find(Spelling.Of(text, foldsCase: true)).Concat(_exact.Find(Spelling.Of(text, foldsCase: false)))
            .Where(one => !one.Rule.Rule.WholeWord || (!isInsideWord[one.Start] && !isInsideWord[one.End]))
            .ToLookup(one => one.Rule.Rank);
        var isTaken = new bool[text.Length];
        var applied = new List<FoundRule>();
        foreach (var rank in found.OrderBy(rank => rank.Key))
        {
            foreach (var one in rank)
            {
                if (isTaken.AsSpan(one.Start, one.End - one.Start).Contains(true) || isBreak.AsSpan((one.Start + 1)..one.End).Contains(true))
                    continue;
                Array.Fill(isTaken, true, one.Start, one.End - one.Start);
                applied.Add(one);
            }
        }

        return [.. applied.OrderBy(one => one.Start)];
    }
}
