using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>Places each cut point between the last character heard before it and the first after it.</summary>
internal sealed class CutPointPlacement(SpeechSegment segment, VoiceEnvelope envelope, int sampleRateHz)
{
    // A gap narrower than this is too short to search for the quietest point.
    private const int NarrowGapMs = 20;

    // How far a narrow gap is widened on each side, at most to the middle of the character there.
    private const int MarginMs = 30;

    // A match with at least this margin over the next best one is wrong in 1 of 50 cases.
    private const double CertainMargin = 4;

    /// <param name="alignment">The speech service's; null if there is none.</param>
    public TextPlacement Place(IReadOnlyList<CutPoint> cutPoints, CharacterTimes? alignment, int sampleCount)
    {
        var words = TextWord.Of(segment.Text, cutPoints.Select(cutPoint => cutPoint.At));
        if (new SoundTimes(words, envelope, sampleRateHz).Find(alignment, cutPoints, sampleCount) is { } sound)
            return new TextPlacement(sound, Places(cutPoints, sound, _ => true, _ => null), Lines(sound), null);

        var byEar = new TimesByEar(segment.Text, words, envelope, words.Count == 0 ? null : alignment, sampleRateHz);
        var places = Places(cutPoints, byEar.Times, after => byEar.Margin(after) is not null || byEar.IsTimed(after), byEar.Guess);
        var uncertain = cutPoints.Where((cutPoint, i) => places[i] is not null
            && !(byEar.Margin(SpokenText.FirstHeardFrom(segment.Text, cutPoint.At)) >= CertainMargin));
        return new TextPlacement(byEar.Times, places, Lines(byEar.Times), [.. uncertain]);
    }

    /// <summary>Places a cut at the quietest point of the gap between two characters, as far as the times tell where the gap is.</summary>
    /// <param name="before">The last character heard before the cut.</param>
    /// <param name="after">The first character heard after it.</param>
    /// <param name="earliest">The sample of the cut before this one.</param>
    public CutPointPlace Place(int before, int after, int earliest, CharacterTimes times)
    {
        var gap = Gap(before, after, times);
        gap = new SampleRange(Math.Max(gap.From, earliest), Math.Max(gap.To, earliest));
        var quietest = envelope.QuietestIn(gap);

        // The times of the neighbouring characters are rough, so the gap may reach into them. A character without voice is faint; keep it whole.
        var end = envelope.VoiceEndBefore(quietest, times.Start(before)) ?? times.End(before);
        var start = envelope.VoiceStartAfter(quietest, times.End(after)) ?? times.Start(after);
        return new CutPointPlace(quietest, new SampleRange(Math.Min(end, quietest), Math.Max(start, quietest)));
    }

    /// <param name="isKnown">Whether the times say where the gap before a character is.</param>
    /// <param name="guess">If they don't: the silence that it may be in.</param>
    private List<CutPointPlace?> Places(
        IReadOnlyList<CutPoint> cutPoints, CharacterTimes times, Func<int, bool> isKnown, Func<int, SampleRange?> guess)
    {
        var places = new List<CutPointPlace?>(cutPoints.Count);
        var earliest = 0;
        foreach (var cutPoint in cutPoints)
        {
            var before = SpokenText.LastHeardBefore(segment.Text, cutPoint.At);
            var after = SpokenText.FirstHeardFrom(segment.Text, cutPoint.At);
            CutPointPlace? place = isKnown(after) ? Place(before, after, earliest, times)
                : guess(after) is { } silence && silence.From >= earliest ? new CutPointPlace(envelope.QuietestIn(silence), silence)
                : null;
            earliest = place?.Quietest ?? earliest;
            places.Add(place);
        }

        return places;
    }

    private SampleRange Gap(int before, int after, CharacterTimes times)
    {
        var start = times.Start(after);
        // A character that lasts into the next word ends at that word's start.
        var end = Math.Min(times.End(before), start);
        if (start - end >= Samples(NarrowGapMs))
            return new SampleRange(end, start);

        var back = Math.Min(Samples(MarginMs), (end - times.Start(before)) / 2);
        var on = Math.Min(Samples(MarginMs), (times.End(after) - start) / 2);
        return new SampleRange(end - Math.Max(0, back), start + Math.Max(0, on));
    }

    private List<SampleRange> Lines(CharacterTimes times)
    {
        var lines = new List<SampleRange>(segment.Lines.Count);
        var earliest = 0;
        foreach (var line in segment.Lines)
        {
            var lineEnd = line.Start + line.Length;
            var first = SpokenText.FirstHeardFrom(segment.Text[..lineEnd], line.Start);
            var last = SpokenText.LastHeardBefore(segment.Text, lineEnd, line.Start);
            var from = Math.Max(earliest, times.Start(first >= 0 ? first : line.Start));
            earliest = Math.Max(from, times.End(last >= 0 ? last : lineEnd - 1));
            lines.Add(new SampleRange(from, earliest));
        }

        return lines;
    }

    private int Samples(int ms) => ms * sampleRateHz / 1000;
}
