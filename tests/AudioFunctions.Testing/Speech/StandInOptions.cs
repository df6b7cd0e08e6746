namespace AudioFunctions.Testing.Speech;

/// <summary>What the stand-in's account is like, and how it sounds.</summary>
public sealed record StandInOptions
{
    public string ApiKey { get; init; } = "sk_standin_0123456789abcdef0123456789abcdef";

    /// <summary>The voices the account has; every other one is answered with 404.</summary>
    public IReadOnlyList<string> Voices { get; init; } = ["BRruTxiLM2nszrcCIpz1", "21m00Tcm4TlvDq8ikWAM"];

    /// <summary>Of the account's plan; one request more is answered with 429 <c>concurrent_limit_exceeded</c>.</summary>
    public int MaximumConcurrentRequests { get; init; } = 5;

    /// <summary>Characters left before <c>quota_exceeded</c>.</summary>
    public int Quota { get; init; } = 1_000_000;

    public StandInSound Sound { get; init; } = StandInSound.Speech;

    /// <summary>Makes every answer's audio this long (with <see cref="StandInSound.Tones"/>), whatever the text.</summary>
    public TimeSpan? SpeechDuration { get; init; }

    /// <summary>Every answer leaves exactly this long after its request came in; making the audio is part of it.</summary>
    public TimeSpan AnswerAfter { get; init; }

    /// <summary>The header the cost comes in; older answers had <c>x-character-count</c>.</summary>
    public string CostHeader { get; init; } = "character-cost";

    /// <summary>The clock the history is dated by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

public enum StandInSound
{
    /// <summary>espeak-ng, word by word, so that the alignment is true to the sample.</summary>
    Speech,

    /// <summary>One tone a word: no espeak-ng, hence quick to make.</summary>
    Tones,
}
