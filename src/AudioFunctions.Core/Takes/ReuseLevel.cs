namespace AudioFunctions.Takes;

/// <summary>How much of an earlier take can be reused for a beat of the current script.</summary>
public enum ReuseLevel
{
    /// <summary>Must be spoken again.</summary>
    None,

    /// <summary>Same speech, other pauses: reassemble the stored responses.</summary>
    Speech,

    /// <summary>Identical: reuse the recording.</summary>
    Recording,
}
