using AudioFunctions.Audio.Cutting;

namespace AudioFunctions.Audio.Quality;

/// <summary>The longest silence of a take that was not written: what is left of the recordings between two sounds of a voice, pauses left out.</summary>
internal sealed class NaturalSilence(int sampleRateHz)
{
    // Envelopes count in whole milliseconds: at a piece's edges, less than two are no sound.
    private readonly int _edge = sampleRateHz / 500;

    private int _longest;
    private int _current;

    public double LongestMs => Math.Max(_longest, _current) * 1000.0 / sampleRateHz;

    /// <summary>Adds what the take has next of a recording.</summary>
    public void Add(SampleRange piece, VoiceEnvelope envelope)
    {
        var from = piece.From;
        foreach (var silence in envelope.SilencesIn(piece, leastMs: 1))
        {
            if (silence.From - from > _edge)
                EndSilence();
            _current += silence.Length;
            from = silence.To;
        }

        if (piece.To - from > _edge)
            EndSilence();
    }

    private void EndSilence()
    {
        _longest = Math.Max(_longest, _current);
        _current = 0;
    }
}
