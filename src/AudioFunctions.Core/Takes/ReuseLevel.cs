namespace AudioFunctions.Takes;

/// <summary>How much of an earlier take serves for a beat as its script has it now.</summary>
public enum ReuseLevel
{
    /// <summary>Something else would be asked of the speech service: the beat is spoken.</summary>
    None,

    /// <summary>The same is said, with other silences: the stored answers are joined anew.</summary>
    Speech,

    /// <summary>All that is heard is the same: the finished recording serves.</summary>
    Recording,
}
