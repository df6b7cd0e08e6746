using System.Globalization;
using AudioFunctions.Scripts;
using AudioFunctions.Speech.Models;
using AudioFunctions.Unicode;

namespace AudioFunctions.Speech;

/// <summary>A direction as a model with audio tags takes it: <c>[whispering] </c>, sent before the line and not spoken.</summary>
internal static class AudioTag
{
    /// <summary>Models start to speak longer directions aloud.</summary>
    public const int MaxWords = 8;

    // Chinese and Japanese words have about two characters, Thai, Lao, Khmer and Burmese ones about five letters.
    private const double EastAsianLetters = 2;
    private const double SouthEastAsianLetters = 5;

    // More than any usual word has, so it only bounds text of symbols or endless words.
    private const double MaxCharacters = 30;

    /// <summary>
    /// Null if the direction can't become a tag: there is none, it is too long, it has no word, or the model has no tags.
    /// </summary>
    public static string? Of(string? direction, SpeechModel model)
    {
        if (!model.HasAudioTags || string.IsNullOrWhiteSpace(direction) || !SpokenWords.AreIn(direction) || CountWords(direction) > MaxWords)
            return null;

        // A bracket would end the tag; the rest would be spoken or become another tag.
        var tag = $"[{WithoutBrackets(direction.Trim())}] ";
        // Leaves room for the words to speak.
        return CodePoints.CountIn(tag) <= model.MaxCharacters / 2 ? tag : null;
    }

    /// <summary>
    /// The words of a direction. A hyphenated word counts once. Where there are no spaces between words, their number follows from that of the letters.
    /// </summary>
    public static int CountWords(string direction)
    {
        var words = 0.0;
        var end = -1;
        foreach (var word in WordBreaks.Of(direction))
        {
            var count = direction.Substring(word.At, word.Length).EnumerateRunes().Count(WordBreaks.IsWritten);
            words += WordBreaks.IsEastAsian(direction, word.At) ? count / EastAsianLetters
                : IsSouthEastAsian(direction, word.At) ? count / SouthEastAsianLetters
                : IsHyphen(direction, end, word.At) ? 0
                : 1;
            end = word.End;
        }

        return (int)Math.Ceiling(Math.Max(words, CodePoints.CountIn(direction) / MaxCharacters));
    }

    /// <summary>Keeps a line's own brackets from opening a tag, which the model would act on instead of saying.</summary>
    /// <param name="edits">The edits of the text, in order.</param>
    /// <returns>The edits, with brackets replaced by parentheses both in the text that they send and in the text around them.</returns>
    public static IReadOnlyList<TextEdit> Disarm(string text, IReadOnlyList<TextEdit> edits, SpeechModel model)
    {
        if (!model.HasAudioTags || (!text.AsSpan().ContainsAny('[', ']') && !edits.Any(edit => edit.Text.AsSpan().ContainsAny('[', ']'))))
            return edits;

        var brackets = Enumerable.Range(0, text.Length)
            .Where(at => text[at] is '[' or ']' && !edits.Any(edit => edit.At <= at && at < edit.End))
            .Select(at => new TextEdit(at, 1, WithoutBrackets(text[at].ToString())));
        return [.. edits.Select(edit => edit with { Text = WithoutBrackets(edit.Text) }).Concat(brackets).OrderBy(edit => edit.At)];
    }

    /// <summary>Whether <see cref="Disarm"/> made the edit.</summary>
    public static bool IsDisarmed(string text, TextEdit edit) =>
        edit.Length == 1 && (text[edit.At] is '[' or ']') && edit.Text == WithoutBrackets(text[edit.At].ToString());

    private static bool IsHyphen(string text, int from, int to) =>
        from > 0 && to == from + 1 && char.GetUnicodeCategory(text[from]) == UnicodeCategory.DashPunctuation && text[from] is not ('–' or '—');

    /// <summary>Whether a letter belongs to a script of Thailand, Laos, Burma or Cambodia, which have no spaces between words.</summary>
    private static bool IsSouthEastAsian(string text, int at) => text[at] is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F')
        or (>= '\u1780' and <= '\u17FF') or (>= '\u1950' and <= '\u19DF') or (>= '\u1A20' and <= '\u1AAF')
        or (>= '\uA9E0' and <= '\uA9FF') or (>= '\uAA60' and <= '\uAADF');

    private static string WithoutBrackets(string text) => text.Replace('[', '(').Replace(']', ')');
}
