using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>Decides whether an alignment fits the sound, either as it is or scaled to the end of the voice.</summary>
internal sealed class SoundTimes(IReadOnlyList<TextWord> words, VoiceEnvelope envelope, int sampleRateHz)
{
    private const int StandsStillMs = 5;

    // If there is voice this long before the first character or after the last one, the alignment is wrong.
    private const int MaxVoiceBeyondMs = 120;
    private const int MaxBeyondVoiceMs = 400;

    // A silence this long can't be part of a word.
    private const int ClearMs = 120;
    private const double MaxStrayShare = 0.1;

    // A cut point in loud voice is wrong if a silence of at least this length is within reach.
    private const int MissedMs = 60;
    private const int ReachMs = 400;

    // In a narrower gap, the neighbouring letters are searched too.
    private const int WideGapMs = 20;

    // How far the times may be from the silences, on average and next to a cut point, and how much closer scaled times must be.
    private const int MaxMissMs = 35;
    private const int MaxCutPointMissMs = 80;
    private const int WorthScalingMs = 1;
    private const int HeardSilenceMs = 60;
    private const int MaxCountedMs = 150;

    private readonly IReadOnlyList<SampleRange> _silences = envelope.SilencesIn(envelope.Voice, 40);

    /// <summary>Null if the alignment is unusable.</summary>
    public CharacterTimes? Find(CharacterTimes? times, IReadOnlyList<CutPoint> cutPoints, int sampleCount)
    {
        if (times is null || words.Count == 0 || envelope.Voice.Length == 0)
            return times?.Within(sampleCount);
        if (words.Any(word => times.End(word.Last) - times.Start(word.First) < Samples(StandsStillMs)))
            return null;

        var scaled = times.Scaled((double)envelope.Voice.To / Math.Max(1, times.End(words[^1].Last)));
        var fitting = new[] { times, scaled }.Where(candidate => Fits(candidate, cutPoints)).ToList();
        return fitting switch
        {
            [] => null,
            [var only] => only.Within(sampleCount),
            _ => (Miss(scaled) < Miss(times) - Samples(WorthScalingMs) ? scaled : times).Within(sampleCount),
        };
    }

    private bool Fits(CharacterTimes times, IReadOnlyList<CutPoint> cutPoints)
    {
        var early = times.Start(words[0].First) - envelope.Voice.From;
        var late = envelope.Voice.To - times.End(words[^1].Last);
        if (Miss(times) > Samples(MaxMissMs) || early > Samples(MaxVoiceBeyondMs) || late > Samples(MaxVoiceBeyondMs) || late < -Samples(MaxBeyondVoiceMs))
            return false;

        var clear = _silences.Where(silence => silence.Length >= Samples(ClearMs)).ToList();
        var stray = clear.Count(silence => IsStray(silence, times));
        return stray <= clear.Count * MaxStrayShare && !cutPoints.Any(cutPoint => !cutPoint.MayFlow && HasMissedSilence(cutPoint, times));
    }

    /// <summary>Whether a silence lies within a word. Some services include the silence after a word in its last letter.</summary>
    private bool IsStray(SampleRange silence, CharacterTimes times)
    {
        var word = WordAt(silence.Middle, times);
        // A word that lies within a silence is whispered.
        if (word < 0 || word >= words.Count - 1 || (times.Start(words[word].First) >= silence.From && times.End(words[word].Last) <= silence.To))
            return false;
        var isBefore = silence.Middle < times.End(words[word].First) && word > 0;
        return !isBefore && silence.Middle < times.Start(words[word].Last);
    }

    private bool HasMissedSilence(CutPoint cutPoint, CharacterTimes times)
    {
        var word = 1;
        while (word < words.Count && words[word].First < cutPoint.At)
            word++;
        if (word >= words.Count)
            return false;

        var (before, after) = (words[word - 1].Last, words[word].First);
        var gap = times.Start(after) - times.End(before) >= Samples(WideGapMs)
            ? new SampleRange(times.End(before), times.Start(after))
            : new SampleRange(times.Start(before), Math.Max(times.Start(before), times.End(after)));
        if (envelope.SilencesIn(gap, 5).Count > 0)
            return IsOffSilence(envelope.QuietestIn(gap), word, times);
        var near = new SampleRange(gap.From - Samples(ReachMs), gap.To + Samples(ReachMs));
        return _silences.Any(silence => silence.Length >= Samples(MissedMs)
            && silence.To > near.From && silence.From < near.To && IsStray(silence, times));
    }

    /// <summary>Whether a cut point would fall into another silence than the one that the times give.</summary>
    private bool IsOffSilence(int cut, int word, CharacterTimes times) => _silences.Any(silence =>
        silence.From <= cut && silence.To > cut && Miss(silence, word, times) > Samples(MaxCutPointMissMs));

    /// <summary>The average distance of the silences from the nearest gap, in samples, weighted by the silences' lengths.</summary>
    private double Miss(CharacterTimes times)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var silence in _silences.Where(silence => silence.Length >= Samples(HeardSilenceMs)))
        {
            var (first, last) = (WordAt(silence.From, times), WordAt(silence.To, times) + 1);
            var miss = Enumerable.Range(first, last - first + 1).Min(word => Miss(silence, word, times));
            sum += Math.Min(miss, Samples(MaxCountedMs)) * (double)silence.Length;
            weight += silence.Length;
        }

        return weight > 0 ? sum / weight : 0;
    }

    /// <summary>The distance of a silence from the gap before a word: 0 if the gap is in it, else from its nearer edge.</summary>
    private int Miss(SampleRange silence, int word, CharacterTimes times)
    {
        if (word < 1 || word >= words.Count)
            return Samples(MaxCountedMs);
        var (end, start) = (times.End(words[word - 1].Last), times.Start(words[word].First));
        return end >= silence.From && start <= silence.To && end <= start
            ? 0
            : Math.Min(Math.Abs(silence.From - end), Math.Abs(silence.To - start));
    }

    /// <summary>The last word that starts at or before a sample; -1 before the first.</summary>
    private int WordAt(int sample, CharacterTimes times)
    {
        var (low, high) = (0, words.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times.Start(words[middle].First) <= sample)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    private int Samples(int ms) => ms * sampleRateHz / 1000;
}
