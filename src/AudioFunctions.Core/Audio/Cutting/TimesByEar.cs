using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>
/// Estimates the times of a text's characters by matching its words with the silences of the recording, if the alignment is missing or
/// unusable. The word lengths of an unusable alignment still help to choose between silences.
/// </summary>
internal sealed class TimesByEar
{
    // Shorter silences count as voice.
    private const int MinSilenceMs = 25;
    private const int Passes = 3;

    private readonly SpokenGaps _gaps;
    private readonly IReadOnlyList<TextWord> _words;
    private readonly IReadOnlyList<FoundGap> _found;
    private readonly IReadOnlyDictionary<int, int> _guesses;
    private readonly int _sampleRateHz;

    public TimesByEar(string text, IReadOnlyList<TextWord> words, VoiceEnvelope envelope, CharacterTimes? alignment, int sampleRateHz)
    {
        _words = words;
        _sampleRateHz = sampleRateHz;
        _gaps = new SpokenGaps(words, envelope.SilencesIn(envelope.Voice, MinSilenceMs), envelope.Voice, alignment, sampleRateHz);
        var pace = PaceEstimate.First(_gaps);
        var match = SilenceMatch.Find(_gaps, pace);
        for (var pass = 1; pass < Passes; pass++)
        {
            pace = PaceEstimate.From(_gaps, match.Found, pace);
            match = SilenceMatch.Find(_gaps, pace);
        }

        (_found, _guesses) = match;

        Times = TimesOf(text, alignment);
    }

    public CharacterTimes Times { get; }

    /// <summary>How certain a gap's place is, as a log likelihood ratio; null if it is in no silence.</summary>
    /// <param name="firstAfter">The first heard character after the gap.</param>
    public double? Margin(int firstAfter)
    {
        foreach (var gap in _found)
        {
            if (gap.Gap > 0 && gap.Gap < _words.Count && _words[gap.Gap].First == firstAfter)
                return gap.Margin;
        }

        return null;
    }

    /// <summary>For a gap that is most likely in no silence: the silence that it may still be in, or null.</summary>
    public SampleRange? Guess(int firstAfter)
    {
        foreach (var (gap, silence) in _guesses)
        {
            if (_words[gap].First == firstAfter)
                return new SampleRange(Sample(_gaps.Silences[silence].From), Sample(_gaps.Silences[silence].To));
        }

        return null;
    }

    /// <summary>Whether a gap that is in no silence lies among words whose lengths the alignment knows.</summary>
    public bool IsTimed(int firstAfter)
    {
        for (var i = 1; i < _found.Count; i++)
        {
            if (_found[i].Gap == _words.Count || _words[_found[i].Gap].First >= firstAfter)
                return _gaps.HasTimes(_found[i - 1].Gap, _found[i].Gap);
        }

        return false;
    }

    private CharacterTimes TimesOf(string text, CharacterTimes? alignment)
    {
        var (starts, ends) = (new int[text.Length], new int[text.Length]);
        foreach (var (from, to) in _found.Zip(_found.Skip(1)))
        {
            var start = _gaps.Silences[from.Silence].To;
            var length = Math.Max(0, _gaps.Silences[to.Silence].From - start);
            var usesTimes = alignment is not null && _gaps.HasTimes(from.Gap, to.Gap);
            for (var word = from.Gap; word < to.Gap; word++)
            {
                var (first, last) = (_words[word].First, _words[word].Last);
                for (var i = first; i <= last; i++)
                {
                    var (begins, finishes) = usesTimes
                        ? ByAlignment(alignment!, i, from.Gap, to.Gap)
                        : ByLetters(i, word, from.Gap, to.Gap);
                    starts[i] = Sample(start + (length * begins));
                    ends[i] = Sample(start + (length * finishes));
                }
            }
        }

        FillUnheard(starts, ends);
        return new CharacterTimes(starts, ends);
    }

    private (double Start, double End) ByAlignment(CharacterTimes alignment, int character, int fromGap, int toGap)
    {
        var from = alignment.Start(_words[fromGap].First);
        double length = Math.Max(1, alignment.End(_words[toGap - 1].Last) - from);
        return (Math.Clamp((alignment.Start(character) - from) / length, 0, 1), Math.Clamp((alignment.End(character) - from) / length, 0, 1));
    }

    private (double Start, double End) ByLetters(int character, int word, int fromGap, int toGap)
    {
        var all = Math.Max(1, _gaps.Letters(fromGap, toGap));
        double count = _words[word].Last - _words[word].First + 1;
        var before = _gaps.Letters(fromGap, word);
        var letters = _words[word].Letters;
        var index = character - _words[word].First;
        return ((before + (letters * index / count)) / all, (before + (letters * (index + 1) / count)) / all);
    }

    private void FillUnheard(int[] starts, int[] ends)
    {
        var reached = Sample(_gaps.Silences[0].To);
        var word = 0;
        for (var i = 0; i < starts.Length; i++)
        {
            while (word < _words.Count && i > _words[word].Last)
                word++;
            if (word < _words.Count && i >= _words[word].First)
                reached = ends[i];
            else
                starts[i] = ends[i] = reached;
        }
    }

    private int Sample(double ms) => (int)Math.Round(ms * _sampleRateHz / 1000);
}
