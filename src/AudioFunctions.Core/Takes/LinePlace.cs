using AudioFunctions.Scripts;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>The position of a line in the spoken text of its beat (<see cref="Beat.SpokenScript"/>), however the text is divided into lines.</summary>
internal readonly record struct LinePlace(int Start, int End)
{
    /// <param name="segments">All segments of the beat, in order.</param>
    /// <param name="line">0-based index of the line in its beat.</param>
    /// <returns>Null if no segment has the line.</returns>
    public static LinePlace? Find(IReadOnlyList<SpeechSegment> segments, int line)
    {
        LinePlace? place = null;
        var start = 0;
        foreach (var segment in segments)
        {
            // More than one part if the line exceeded the model's limit.
            foreach (var part in segment.Lines.Where(part => part.Line == line))
                place = new LinePlace(place?.Start ?? start + part.Start, start + part.Start + part.Length);
            start += segment.Text.Length + 1;
        }

        return place;
    }

    /// <returns>0-based index of the beat's line at exactly this position; null if there is none.</returns>
    public int? FindIn(Beat beat)
    {
        var start = 0;
        foreach (var (index, line) in beat.Lines.Index().Where(line => !line.Item.IsSilent))
        {
            if (start == Start && start + line.Text.Length == End)
                return index;
            start += line.Text.Length + 1;
        }

        return null;
    }
}
