namespace AudioFunctions.Metering;

/// <summary>
/// The K-weighting of ITU-R BS.1770-4, annex 1: a shelf that models the effect of the head, then a high-pass. The standard gives
/// coefficients for 48 kHz only; this class computes the same two analogue filters for any sample rate.
/// </summary>
internal sealed class KWeighting
{
    private readonly Biquad _shelf;
    private readonly Biquad _highPass;

    public KWeighting(int sampleRateHz)
    {
        _shelf = Shelf(sampleRateHz);
        _highPass = HighPass(sampleRateHz);
    }

    public double Next(double sample) => _highPass.Next(_shelf.Next(sample));

    private static Biquad Shelf(int sampleRateHz)
    {
        const double FrequencyHz = 1681.974450955533;
        const double GainDb = 3.999843853973347;
        const double Q = 0.7071752369554196;
        var k = Math.Tan(Math.PI * FrequencyHz / sampleRateHz);
        var high = Math.Pow(10, GainDb / 20);
        var band = Math.Pow(high, 0.4996667741545416);
        var a0 = 1 + (k / Q) + (k * k);
        return new Biquad(
            (high + (band * k / Q) + (k * k)) / a0,
            2 * ((k * k) - high) / a0,
            (high - (band * k / Q) + (k * k)) / a0,
            2 * ((k * k) - 1) / a0,
            (1 - (k / Q) + (k * k)) / a0);
    }

    private static Biquad HighPass(int sampleRateHz)
    {
        const double FrequencyHz = 38.13547087602444;
        const double Q = 0.5003270373238773;
        var k = Math.Tan(Math.PI * FrequencyHz / sampleRateHz);
        var a0 = 1 + (k / Q) + (k * k);
        return new Biquad(1, -2, 1, 2 * ((k * k) - 1) / a0, (1 - (k / Q) + (k * k)) / a0);
    }

    /// <summary>A second-order filter in transposed direct form.</summary>
    private sealed class Biquad(double b0, double b1, double b2, double a1, double a2)
    {
        private double _first;
        private double _second;

        public double Next(double x)
        {
            var y = (b0 * x) + _first;
            _first = (b1 * x) - (a1 * y) + _second;
            _second = (b2 * x) - (a2 * y);
            return y;
        }
    }
}
