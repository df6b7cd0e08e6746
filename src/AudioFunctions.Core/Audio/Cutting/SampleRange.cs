namespace AudioFunctions.Audio.Cutting;

/// <summary>Samples of one segment, from the first to before the last.</summary>
internal readonly record struct SampleRange(int From, int To)
{
    public int Length => To - From;

    public int Middle => From + (Length / 2);
}
