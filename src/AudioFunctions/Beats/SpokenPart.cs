using AudioFunctions.Platform;
using AudioFunctions.Scripts;

namespace AudioFunctions.Beats;

/// <summary>The part of a beat that a regeneration speaks: all of it, or one line.</summary>
internal static class SpokenPart
{
    /// <param name="line">0-based; null for the whole beat.</param>
    /// <returns>The beat, with only that line if there is one; or the refusal: the script may have been replaced in the meantime.</returns>
    public static (Beat? Part, Refusal? Refusal) Of(Script script, string beatId, int? line)
    {
        if (script.Beats.FirstOrDefault(beat => beat.BeatId == beatId) is not { } beat)
            return (null, Refusal.BeatNotFound(beatId));
        if (line is not { } index)
            return (beat, null);
        if (index < 0 || index >= beat.Lines.Count)
            return (null, NotInBeat($"The beat has no line {index}; its lines are 0 to {beat.Lines.Count - 1}."));
        return beat.Lines[index].IsSilent
            ? (null, NotInBeat($"Line {index} has no words, so it can't be spoken again; choose a line with words."))
            : (beat with { Lines = [beat.Lines[index]] }, null);
    }

    private static Refusal NotInBeat(string detail) => Refusal.Invalid("line-not-in-beat", detail);
}
