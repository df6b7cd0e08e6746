namespace AudioFunctions.Speech.Offline;

/// <summary>The samples of a piece with some silence on both sides, so that cuts can be placed there.</summary>
/// <param name="VoicedStart">The first audible sample.</param>
/// <param name="VoicedEnd">One past the last.</param>
internal sealed record VoicedStretch(short[] Samples, int VoicedStart, int VoicedEnd)
{
    /// <summary>About −50 dB: above espeak-ng's own silence, below its faintest consonant.</summary>
    private const int Audible = 100;

    private const int LeadIn = Wave.SampleRate * 30 / 1000;
    private const int LeadOut = Wave.SampleRate * 70 / 1000;

    /// <summary>The length of a text without sound ("...").</summary>
    private const int Speechless = Wave.SampleRate * 200 / 1000;

    public static VoicedStretch Of(ReadOnlySpan<short> spoken)
    {
        var first = 0;
        while (first < spoken.Length && !IsAudible(spoken[first]))
            first++;

        if (first == spoken.Length)
            return new VoicedStretch(new short[LeadIn + Speechless + LeadOut], LeadIn, LeadIn + Speechless);

        var end = spoken.Length;
        while (!IsAudible(spoken[end - 1]))
            end--;

        return Around(spoken, first, end);
    }

    private static VoicedStretch Around(ReadOnlySpan<short> spoken, int first, int end)
    {
        var voiced = end - first;
        var samples = new short[LeadIn + voiced + LeadOut];
        var before = Math.Min(first, LeadIn);
        var after = Math.Min(spoken.Length - end, LeadOut);
        spoken[(first - before)..(end + after)].CopyTo(samples.AsSpan(LeadIn - before));
        return new VoicedStretch(samples, LeadIn, LeadIn + voiced);
    }

    private static bool IsAudible(short sample) => Math.Abs((int)sample) > Audible;
}
