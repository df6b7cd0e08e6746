using System.Text.Json;

namespace AudioFunctions.Speech;

/// <summary>An alignment from the service: the time of each of its characters in the audio.</summary>
internal sealed class ServiceAlignment
{
    // With fewer characters in common, the alignment isn't of this text.
    private const double MinMatch = 0.6;

    private readonly List<Unit> _units;

    private ServiceAlignment(List<Unit> units) => _units = units;

    /// <summary>
    /// Null unless there are three arrays of equal length with times in them. An unreadable entry is skipped: its neighbours show where it
    /// belongs.
    /// </summary>
    public static ServiceAlignment? Read(JsonElement alignment)
    {
        if (alignment.Property("characters").ItemsOrNull() is not { } characters
            || alignment.Property("character_start_times_seconds").ItemsOrNull() is not { } starts
            || alignment.Property("character_end_times_seconds").ItemsOrNull() is not { } ends
            || starts.Count != characters.Count
            || ends.Count != characters.Count)
        {
            return null;
        }

        var units = new List<Unit>(characters.Count);
        for (var i = 0; i < characters.Count; i++)
        {
            if (characters[i].TextOrNull() is { } character && starts[i].SecondsOrNull() is { } start && ends[i].SecondsOrNull() is { } end)
                units.AddRange(character.Select(c => new Unit(c, start, Math.Max(start, end))));
        }

        return units.Exists(unit => unit.End > 0) ? new ServiceAlignment(units) : null;
    }

    /// <summary>
    /// Maps the alignment to the UTF-16 code units of the said text by edit distance: case, quotes, accents, dots, dropped characters and spelled
    /// out numbers may differ. Characters that it doesn't name lie between their neighbours. Null if it names too few of them.
    /// </summary>
    /// <returns>The alignment, and the share of the said text that it names: 0–1.</returns>
    public (CharacterAlignment Alignment, double Share)? FitTo(SentText sent)
    {
        var (alignment, share) = Fit(sent.Text, sent.SaidCharacters());
        var fit = (Alignment: sent.SaidOf(alignment), Share: share);
        if (sent.Text.Length != sent.Said.Length)
        {
            // The service may leave out what isn't said.
            var bare = Fit(sent.Said, isSaid: null);
            fit = bare.Share > share ? bare : fit;
        }

        return fit.Share >= MinMatch ? fit : null;
    }

    /// <param name="isSaid">The characters that count for the share; null for all.</param>
    private (CharacterAlignment Alignment, double Share) Fit(string text, bool[]? isSaid)
    {
        var ours = FoldedText.Of(text);
        var theirs = FoldedText.Of(_units.Select(unit => unit.Character));
        var matches = CharacterMatch.Find(ours, theirs);
        var named = new Unit?[text.Length];
        var (said, heard, found, matched) = (0, 0, 0, 0);
        for (var i = 0; i < ours.Count; i++)
        {
            var counts = isSaid is null || isSaid[ours.SourceOf(i)];
            var isHeard = counts && char.IsLetterOrDigit(ours[i]);
            said += counts ? 1 : 0;
            heard += isHeard ? 1 : 0;
            if (matches[i] < 0)
                continue;
            found += counts ? 1 : 0;
            matched += isHeard ? 1 : 0;
            var unit = _units[theirs.SourceOf(matches[i])];
            ref var place = ref named[ours.SourceOf(i)];
            place = place is { } known ? new Unit(' ', Math.Min(known.Start, unit.Start), Math.Max(known.End, unit.End)) : unit;
        }

        var share = heard > 0 ? (double)matched / heard : (double)found / Math.Max(1, said);
        return (new NamedCharacters(text, named).Fill(), share);
    }

    internal readonly record struct Unit(char Character, double Start, double End);
}
