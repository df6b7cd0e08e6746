using AudioFunctions.Audio.Cutting;

namespace AudioFunctions.Audio.Quality;

/// <summary>The longest silence of a take beyond its written pauses: what the pieces of the recordings contain between two voiced ranges.</summary>
internal sealed class NaturalSilence(int sampleRateHz)
{
    // Envelopes have a resolution of 1 ms, so less than 2 ms at a piece's edges don't count as sound.
    private readonly int _edge = sampleRateHz / 500;

    private int _longest;
    private int _current;

    public double LongestMs => Math.Max(_longest, _current) * 1000.0 / sampleRateHz;

    /// <summary>Adds the take's next piece of a recording.</summary>
    public void Add(SampleRange piece, VoiceEnvelope envelope)
    {
        var from = piece.From;
        foreach (var silence in envelope.SilencesIn(piece, minMs: 1))
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
