using System.Globalization;
using System.Text;

namespace AudioFunctions.Benchmarks.Production;

/// <summary>What the kill benchmark counts, by the seconds that the service takes for a request.</summary>
internal sealed class KillTally(IEnumerable<double> requestSeconds)
{
    private readonly SortedDictionary<double, Row> _rows = new(requestSeconds.ToDictionary(seconds => seconds, _ => new Row()));

    public int Kills { get; set; }

    public int Stops { get; set; }

    public int Productions { get; private set; }

    public int Beats { get; private set; }

    public int MissingBeats { get; private set; }

    public void HitRequest(double seconds) => _rows[seconds].Hit++;

    public void Produced(int missing, int beats)
    {
        Productions++;
        Beats += beats;
        MissingBeats += missing;
    }

    /// <param name="times">How often the text was billed.</param>
    public void Billed(double seconds, int times)
    {
        var row = _rows[seconds];
        row.Texts++;
        row.PaidTwice += times > 1 ? 1 : 0;
        row.NeverBilled += times == 0 ? 1 : 0;
    }

    public string Table()
    {
        var text = new StringBuilder("| request time | texts | hit under way | billed twice | never billed |\n|---|---|---|---|---|\n");
        foreach (var (seconds, row) in _rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {seconds} s | {row.Texts} | {row.Hit} | {row.PaidTwice} | {row.NeverBilled} |");
        return text.ToString();
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kills} kills, {Stops} stops, {Productions} productions of {Beats} beats, {_rows.Values.Sum(row => row.Hit)} requests hit; {_rows.Values.Sum(row => row.PaidTwice)} billed twice, {MissingBeats} beats missing");

    private sealed class Row
    {
        public int Texts { get; set; }

        public int Hit { get; set; }

        public int PaidTwice { get; set; }

        public int NeverBilled { get; set; }
    }
}
