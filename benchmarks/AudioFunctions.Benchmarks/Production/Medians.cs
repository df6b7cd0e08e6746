namespace AudioFunctions.Benchmarks.Production;

internal static class Medians
{
    public static double Of(IEnumerable<double> values)
    {
        List<double> sorted = [.. values.Order()];
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
