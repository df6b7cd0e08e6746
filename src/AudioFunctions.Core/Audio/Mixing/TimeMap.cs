namespace AudioFunctions.Audio.Mixing;

/// <summary>Maps positions in a segment to positions in the take.</summary>
internal sealed class TimeMap
{
    private readonly List<(SampleRange Source, long Final)> _pieces = [];

    public void Add(SampleRange source, long final) => _pieces.Add((source, final));

    /// <summary>Maps a start. At a cut, it is after the pause.</summary>
    public long OfStart(int sample)
    {
        foreach (var (source, final) in _pieces)
        {
            if (sample < source.To)
                return final + Math.Max(0, sample - source.From);
        }

        return End;
    }

    /// <summary>Maps an end. At a cut, it is before the pause.</summary>
    public long OfEnd(int sample)
    {
        for (var i = _pieces.Count - 1; i >= 0; i--)
        {
            var (source, final) = _pieces[i];
            if (sample > source.From)
                return final + Math.Min(source.Length, sample - source.From);
        }

        return _pieces[0].Final;
    }

    private long End => _pieces[^1].Final + _pieces[^1].Source.Length;
}
