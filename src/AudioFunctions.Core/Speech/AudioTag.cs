using AudioFunctions.Scripts;
using AudioFunctions.Speech.Models;

namespace AudioFunctions.Speech;

/// <summary>A direction as a model with audio tags acts on it: <c>[whispering] </c>, sent before the line and not spoken.</summary>
internal static class AudioTag
{
    /// <summary>Models begin to speak longer ones.</summary>
    public const int MostWords = 8;

    /// <summary>Null if the direction can't be one: there is none, it is too long, it has no word, or the model has no tags.</summary>
    public static string? Of(string? direction, SpeechModel model)
    {
        if (!model.HasAudioTags || string.IsNullOrWhiteSpace(direction) || !SpokenWords.AreIn(direction) || CountWords(direction) > MostWords)
            return null;

        // A bracket would end the tag, and what follows would be spoken or be another one.
        var tag = $"[{WithoutBrackets(direction.Trim())}] ";
        // So that there is room for words to be spoken.
        return CodePoints.CountIn(tag) <= model.MaxCharacters / 2 ? tag : null;
    }

    public static int CountWords(string direction) => direction.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Makes sure that no bracket of a line's own opens a tag: the model would act on it instead of saying it.</summary>
    /// <param name="edits">Of the text, in order.</param>
    /// <returns>The edits with parentheses for brackets, in what they send and elsewhere.</returns>
    public static IReadOnlyList<TextEdit> Disarm(string text, IReadOnlyList<TextEdit> edits, SpeechModel model)
    {
        if (!model.HasAudioTags || (!text.AsSpan().ContainsAny('[', ']') && !edits.Any(edit => edit.Text.AsSpan().ContainsAny('[', ']'))))
            return edits;

        var brackets = Enumerable.Range(0, text.Length)
            .Where(at => text[at] is '[' or ']' && !edits.Any(edit => edit.At <= at && at < edit.End))
            .Select(at => new TextEdit(at, 1, WithoutBrackets(text[at].ToString())));
        return [.. edits.Select(edit => edit with { Text = WithoutBrackets(edit.Text) }).Concat(brackets).OrderBy(edit => edit.At)];
    }

    /// <summary>Whether the edit is one of <see cref="Disarm"/>'s own.</summary>
    public static bool IsDisarmed(string text, TextEdit edit) =>
        edit.Length == 1 && (text[edit.At] is '[' or ']') && edit.Text == WithoutBrackets(text[edit.At].ToString());

    private static string WithoutBrackets(string text) => text.Replace('[', '(').Replace(']', ')');
}
