using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>The part of a beat's row that reviewers write.</summary>
internal static class ReviewRow
{
    private const string State = "Review";
    private const string Note = "Note";
    private const string Locked = "Locked";

    public static BeatReview Read(TableEntity beat) => new(
        beat.GetString(State) is { } state ? Enum.Parse<ReviewState>(state) : null, beat.GetString(Note), beat.GetBoolean(Locked) is true);

    public static void Write(TableEntity beat, BeatReview review)
    {
        Set(beat, State, review.State?.ToString());
        Set(beat, Note, review.Note);
        Set(beat, Locked, review.IsLocked ? true : null);
    }

    private static void Set(TableEntity beat, string property, object? value)
    {
        if (value is null)
            beat.Remove(property);
        else
            beat[property] = value;
    }
}
