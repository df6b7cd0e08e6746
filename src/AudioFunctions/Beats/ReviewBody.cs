using System.Text.Json;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;

namespace AudioFunctions.Beats;

/// <summary>The body of <c>PATCH sessions/{id}/beats/{beat_id}</c>: a missing field leaves the value, null clears it.</summary>
internal sealed record ReviewBody(JsonElement Review, JsonElement Note, JsonElement Locked)
{
    public const string Form = "{\"review\",\"note\",\"locked\"}";

    /// <summary>Whether the change needs a beat that has a take.</summary>
    public bool NeedsTake => TextOf(Review) == "approved" || Locked.ValueKind == JsonValueKind.True;

    /// <returns>The refusal, or null if the body is valid.</returns>
    public Refusal? Check()
    {
        if (!IsLeftOut(Review) && StateOf(Review) is null)
            return Refusal.Invalid("review-invalid", "review must be approved, redo or null.");
        if (CheckNote() is { } invalid)
            return Refusal.Invalid("review-invalid", invalid);
        // Generated clients send null for what isn't set.
        return IsLeftOut(Locked) || Locked.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? null
            : Refusal.Invalid("review-invalid", "locked must be true or false.");
    }

    private string? CheckNote()
    {
        if (IsLeftOut(Note))
            return null;
        if (Note.ValueKind == JsonValueKind.String && TextOf(Note) is null)
            return "note contains half a surrogate pair, which is not a character; send both halves or neither.";
        if (TextOf(Note) is not { Length: <= BeatReview.MaxNoteLength } note)
            return $"note must be text of at most {BeatReview.MaxNoteLength} characters, or null.";
        return note.FirstOrDefault(IsUnwanted, ' ') is var found && found != ' '
            ? $"note must not contain the control character U+{(int)found:X4}; only tabs and line breaks are allowed."
            : null;
    }

    /// <summary>Tabs and line breaks are the only useful control characters in a note.</summary>
    private static bool IsUnwanted(char letter) => char.IsControl(letter) && letter is not ('\t' or '\n' or '\r');

    /// <summary>If nothing changes, the beat keeps its version.</summary>
    public bool ChangesNothing(BeatRecord beat)
    {
        var review = new BeatReview(beat.Review, beat.Note, beat.Locked);
        return Over(review) == review;
    }

    public BeatReview Over(BeatReview review) => new(
        Review.ValueKind == JsonValueKind.Undefined ? review.State : StateOf(Review),
        Note.ValueKind == JsonValueKind.Undefined ? review.Note : TextOf(Note)?.Trim() is { Length: > 0 } note ? note : null,
        IsLeftOut(Locked) ? review.IsLocked : Locked.GetBoolean());

    private static bool IsLeftOut(JsonElement field) => field.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    private static ReviewState? StateOf(JsonElement field) => TextOf(field) switch
    {
        "approved" => ReviewState.Approved,
        "redo" => ReviewState.Redo,
        _ => null,
    };

    /// <returns>Null if the value isn't a string, or contains half a surrogate pair.</returns>
    private static string? TextOf(JsonElement field)
    {
        try
        {
            return field.ValueKind == JsonValueKind.String ? field.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
