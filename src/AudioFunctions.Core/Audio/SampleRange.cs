namespace AudioFunctions.Audio;

/// <summary>A range of one segment's samples: <c>From</c> is included, <c>To</c> is not.</summary>
internal readonly record struct SampleRange(int From, int To)
{
    public int Length => To - From;

    public int Middle => From + (Length / 2);
}
