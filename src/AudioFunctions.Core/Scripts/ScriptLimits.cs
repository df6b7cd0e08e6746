namespace AudioFunctions.Scripts;

/// <summary>The limits of the ELS language. A character is a Unicode code point: an emoji outside the basic plane is one.</summary>
public static class ScriptLimits
{
    /// <summary>1 MiB, in bytes of UTF-8 including any byte order mark.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Characters of a line's text, without tags and markers.</summary>
    public const int MaxLineCharacters = 500;

    public const int MaxDirectionCharacters = 500;

    public const int MaxBeatIdLength = 64;

    /// <summary>More would not fit <see cref="Beat.BeatNumber"/>.</summary>
    public const int MaxBeatIdLeadingDigits = 9;

    public const int MaxPauseMs = 2000;

    /// <summary>A script with more beats gets a warning.</summary>
    public const int ManyBeats = 50;
}
