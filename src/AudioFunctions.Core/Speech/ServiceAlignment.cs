using System.Text.Json;

namespace AudioFunctions.Speech;

/// <summary>An alignment as the service gives it: a place in the audio for each of its own characters.</summary>
internal sealed class ServiceAlignment
{
    private readonly List<Unit> _units;

    private ServiceAlignment(List<Unit> units) => _units = units;

    /// <summary>Null unless there are three arrays of one length, and times that are finite, not negative and never go back.</summary>
    public static ServiceAlignment? Read(JsonElement alignment)
    {
        if (Array(alignment, "characters") is not { } characters
            || Array(alignment, "character_start_times_seconds") is not { } starts
            || Array(alignment, "character_end_times_seconds") is not { } ends
            || starts.Count != characters.Count
            || ends.Count != characters.Count)
        {
            return null;
        }

        var units = new List<Unit>(characters.Count);
        var latest = new Unit(' ', 0, 0);
        for (var i = 0; i < characters.Count; i++)
        {
            if (characters[i].TextOrNull() is not { } character || Seconds(starts[i]) is not { } start || Seconds(ends[i]) is not { } end)
                return null;
            if (start < latest.Start || end < latest.End || end < start)
                return null;

            latest = new Unit(' ', start, end);
            units.AddRange(character.Select(c => new Unit(c, start, end)));
        }

        return latest.End > 0 ? new ServiceAlignment(units) : null;
    }

    /// <summary>
    /// Brought to the UTF-16 code units of <paramref name="text"/>. Blanks may differ in kind and number, everything else must agree: null
    /// where it does not. A blank that the service left out lies, without length, where the character before it ends.
    /// </summary>
    public CharacterAlignment? FitTo(string text)
    {
        var starts = new double[text.Length];
        var ends = new double[text.Length];
        var next = 0;
        var reached = 0.0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
                next = SkipBlanks(next);

            if (next < _units.Count && Agree(_units[next].Character, text[i]))
                (starts[i], ends[i]) = (_units[next].Start, reached = _units[next++].End);
            else if (char.IsWhiteSpace(text[i]))
                (starts[i], ends[i]) = (Math.Min(reached, StartOf(next)), reached);
            else
                return null;
        }

        return SkipBlanks(next) == _units.Count ? new CharacterAlignment(starts, ends) : null;
    }

    private double StartOf(int unit) => unit < _units.Count ? _units[unit].Start : double.PositiveInfinity;

    private int SkipBlanks(int from)
    {
        while (from < _units.Count && char.IsWhiteSpace(_units[from].Character))
            from++;
        return from;
    }

    private static bool Agree(char theirs, char ours) => theirs == ours || (char.IsWhiteSpace(theirs) && char.IsWhiteSpace(ours));

    private static List<JsonElement>? Array(JsonElement alignment, string name) =>
        alignment.ValueKind == JsonValueKind.Object
        && alignment.TryGetProperty(name, out var array)
        && array.ValueKind == JsonValueKind.Array
            ? [.. array.EnumerateArray()]
            : null;

    private static double? Seconds(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && double.IsFinite(seconds) && seconds >= 0
            ? seconds
            : null;

    private readonly record struct Unit(char Character, double Start, double End);
}
