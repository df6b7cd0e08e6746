using System.Collections.Concurrent;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Pronunciations;

/// <summary>The text to send after applying rules.</summary>
/// <param name="Edits">In order.</param>
/// <param name="Rules">The rules that made the edits, each once.</param>
public sealed record PronouncedText(IReadOnlyList<TextEdit> Edits, IReadOnlyList<AppliedPronunciation> Rules);

/// <summary>Applies a project's rules. Safe for concurrent use.</summary>
public sealed class Pronouncer(ProjectPronunciations pronunciations)
{
    private static readonly PronouncedText AsWritten = new([], []);

    private readonly ConcurrentDictionary<string, RuleSet> _sets = new(StringComparer.Ordinal);

    /// <summary>Leaves every text unchanged.</summary>
    public static Pronouncer None { get; } = new(ProjectPronunciations.None);

    /// <param name="text">What the character says, with strong emphasis in capitals.</param>
    /// <param name="breaks">Positions that no match may span: inner pauses, and the starts of lines.</param>
    /// <param name="takesIpa">Whether the model accepts phonemes.</param>
    public PronouncedText Pronounce(string text, string character, IEnumerable<int> breaks, bool takesIpa)
    {
        if (pronunciations.IsEmpty)
            return AsWritten;

        var edits = new List<TextEdit>();
        var rules = new List<AppliedPronunciation>();
        foreach (var found in SetOf(VoiceCharacters.Normalize(character)).Apply(text, breaks))
        {
            var rule = found.Rule.Rule;
            var count = edits.Count;
            edits.AddRange(Edits(rule, text, found, takesIpa).Where(edit => edit.IsIpa || edit.Text != text.Substring(edit.At, edit.Length)));
            if (edits.Count > count)
                rules.Add(AppliedPronunciation.Of(rule, found.Rule.Character));
        }

        return new PronouncedText(edits, [.. rules.Distinct()]);
    }

    private RuleSet SetOf(string character) => _sets.GetOrAdd(
        character, name => new RuleSet(pronunciations.Rules, pronunciations.Characters.GetValueOrDefault(name) ?? [], name));

    private static List<TextEdit> Edits(PronunciationRule rule, string text, FoundRule found, bool takesIpa)
    {
        var (at, length) = (found.Start, found.End - found.Start);
        if (takesIpa && rule.Ipa is { } ipa)
            return [new TextEdit(at, length, ipa, IsIpa: true)];
        if (rule.Say is null)
            return [];

        var written = text.Substring(at, length);
        var say = IsEmphasized(written, rule.From) ? rule.Say.ToUpperInvariant() : rule.Say;
        return WordByWord(at, written, say) ?? [new TextEdit(at, length, say)];
    }

    /// <summary>Whether the text is in capitals and the rule's words aren't: then the replacement is emphasized, too.</summary>
    private static bool IsEmphasized(string written, string from) =>
        written.Count(char.IsLetter) > 1 && !written.Any(char.IsLower) && written.Any(char.IsUpper) && from.Any(char.IsLower);

    /// <summary>The replacement word by word, so that each written word has its own time. Null if the numbers of words differ.</summary>
    private static List<TextEdit>? WordByWord(int at, string written, string say)
    {
        var (words, said) = (Words(written), Words(say));
        return words.Count < 2 || words.Count != said.Count
            ? null
            : [.. words.Zip(said, (word, instead) => new TextEdit(at + word.At, word.Text.Length, instead.Text))];
    }

    private static List<(int At, string Text)> Words(string text)
    {
        var words = new List<(int, string)>();
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]))
                i++;
            if (i > start)
                words.Add((start, text[start..i]));
        }

        return words;
    }
}
