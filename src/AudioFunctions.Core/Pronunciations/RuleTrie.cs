namespace AudioFunctions.Pronunciations;

/// <summary>Finds matches of rules: from each letter it walks at most the longest rule's length, no matter how many rules there are.</summary>
internal sealed class RuleTrie
{
    private readonly Node _root = new();

    public void Add(string spelling, RankedRule rule)
    {
        var node = _root;
        foreach (var character in spelling)
        {
            node = node.Next.TryGetValue(character, out var next) ? next : node.Next[character] = new Node();
        }

        node.Rules.Add(rule);
    }

    /// <summary>Every match of a rule's words in a text, whole letters only.</summary>
    public IEnumerable<FoundRule> Find(Spelling text)
    {
        for (var start = 0; start < text.Count; start++)
        {
            if (!text.StartsLetter(start))
                continue;
            var node = _root;
            for (var i = start; i < text.Count && node.Next.TryGetValue(text[i], out var next); i++)
            {
                node = next;
                if (node.Rules.Count == 0 || !text.EndsLetter(i))
                    continue;
                foreach (var rule in node.Rules)
                    yield return new FoundRule(rule, text.StartOf(start), text.EndOf(i));
            }
        }
    }

    private sealed class Node
    {
        public Dictionary<char, Node> Next { get; } = [];

        public List<RankedRule> Rules { get; } = [];
    }
}

/// <param name="Rank">The rule with the lower rank comes first.</param>
/// <param name="Character">The character it belongs to; null for the project's.</param>
internal sealed record RankedRule(int Rank, PronunciationRule Rule, string? Character);

/// <summary>A rule's words in a text.</summary>
internal readonly record struct FoundRule(RankedRule Rule, int Start, int End);
