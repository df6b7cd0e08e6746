using AudioFunctions.Audio.Signal;

namespace AudioFunctions.Audio.Joints;

/// <summary>
/// Gives joints silences, both in order, no silence to two joints and none beyond reach: as many as possible, and among those
/// answers the nearest and longest silences over all, so that one joint's silence is not taken by its neighbour.
/// </summary>
internal sealed class SilenceMatch(IReadOnlyList<int> expected, IReadOnlyList<SampleRange> silences, double reach, int sampleRateHz)
{
    private const double CostOfNone = 10;
    private const double CostOfShortness = 0.5;
    private const double LongSilenceSeconds = 0.25;

    public SampleRange?[] Find()
    {
        // least[j, s]: the cost of the joints from j on with the silences from s on.
        var least = new double[expected.Count + 1, silences.Count + 1];
        for (var j = expected.Count - 1; j >= 0; j--)
        {
            least[j, silences.Count] = least[j + 1, silences.Count] + CostOfNone;
            for (var s = silences.Count - 1; s >= 0; s--)
            {
                least[j, s] = Math.Min(Math.Min(least[j, s + 1], least[j + 1, s] + CostOfNone), Cost(j, s) + least[j + 1, s + 1]);
            }
        }

        return Retrace(least);
    }

    private SampleRange?[] Retrace(double[,] least)
    {
        var found = new SampleRange?[expected.Count];
        for (int j = 0, s = 0; j < expected.Count && s < silences.Count;)
        {
            if (least[j, s] == Cost(j, s) + least[j + 1, s + 1])
                found[j++] = silences[s++];
            else if (least[j, s] == least[j, s + 1])
                s++;
            else
                j++;
        }

        return found;
    }

    private double Cost(int joint, int silence)
    {
        var stretch = silences[silence];
        var distance = Math.Max(0, Math.Max(stretch.From - expected[joint], expected[joint] - stretch.To));
        var length = Math.Min(1, stretch.Length / (LongSilenceSeconds * sampleRateHz));
        return distance > reach ? double.PositiveInfinity : (distance / reach) + (CostOfShortness * (1 - length));
    }
}
