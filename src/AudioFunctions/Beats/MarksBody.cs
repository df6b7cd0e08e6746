using System.Text.Json;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;

namespace AudioFunctions.Beats;

/// <summary>The body of <c>PATCH sessions/{id}/takes/{take_id}</c>: a missing or null field leaves the value.</summary>
internal sealed record MarksBody(JsonElement Starred, JsonElement Hidden)
{
    public const string Form = "{\"starred\",\"hidden\"}";

    /// <returns>The refusal, or null if the body is valid.</returns>
    public Refusal? Check()
    {
        if (!IsFlag(Starred))
            return Refusal.Invalid("marks-invalid", "starred must be true or false.");
        return IsFlag(Hidden) ? null : Refusal.Invalid("marks-invalid", "hidden must be true or false.");
    }

    /// <summary>If nothing changes, the beat keeps its version.</summary>
    public bool ChangesNothing(TakeRecord take)
    {
        var marks = new TakeMarks(take.Starred, take.Hidden);
        return Over(marks) == marks;
    }

    public TakeMarks Over(TakeMarks marks) => new(ValueOf(Starred, marks.IsStarred), ValueOf(Hidden, marks.IsHidden));

    private static bool ValueOf(JsonElement field, bool current) =>
        field.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? current : field.ValueKind == JsonValueKind.True;

    /// <summary>Generated clients send null for what isn't set.</summary>
    private static bool IsFlag(JsonElement field) =>
        field.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False;
}
