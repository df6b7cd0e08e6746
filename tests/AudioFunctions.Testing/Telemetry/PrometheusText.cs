using System.Globalization;
using System.Text.RegularExpressions;

namespace AudioFunctions.Testing.Telemetry;

/// <summary>Prometheus' text format: samples by name and labels.</summary>
public sealed partial class PrometheusText
{
    private readonly List<(string Name, Dictionary<string, string> Labels, double Value)> _samples = [];

    /// <exception cref="FormatException">A line is neither a comment nor a sample.</exception>
    public PrometheusText(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')))
        {
            var sample = Sample().Match(line);
            if (!sample.Success)
                throw new FormatException($"Not a sample: {line}");
            var labels = Label().Matches(sample.Groups["labels"].Value);
            _samples.Add((
                sample.Groups["name"].Value,
                labels.ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value),
                double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture)));
        }
    }

    public IEnumerable<string> Names => _samples.Select(sample => sample.Name).Distinct();

    public IEnumerable<string> Labels => _samples.SelectMany(sample => sample.Labels.Keys).Distinct();

    /// <summary>The sum of the samples of that name whose labels are among the given ones; 0 if there are none.</summary>
    public double Sum(string name, params (string Name, string Value)[] labels) => _samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value))
        .Sum(sample => sample.Value);

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>[^}]*)\})? (?<value>[^ ]+)( [0-9]+)?$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>[^"]*)",?""")]
    private static partial Regex Label();
}
