namespace AudioFunctions.Audio.Cutting;

internal static class RisingSeries
{
    /// <summary>The indexes of the longest non-decreasing subsequence.</summary>
    public static IReadOnlyList<int> LongestIn(IReadOnlyList<double> values)
    {
        // ends[k]: the index of the lowest last value of all subsequences of length k + 1.
        var ends = new List<int>();
        var before = new int[values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i]))
                continue;
            var (low, high) = (0, ends.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (values[ends[middle]] <= values[i])
                    low = middle + 1;
                else
                    high = middle;
            }

            before[i] = low > 0 ? ends[low - 1] : -1;
            if (low < ends.Count)
                ends[low] = i;
            else
                ends.Add(i);
        }

        var series = new int[ends.Count];
        for (int k = ends.Count - 1, i = k >= 0 ? ends[k] : -1; k >= 0; k--)
        {
            series[k] = i;
            i = before[i];
        }

        return series;
    }
}
