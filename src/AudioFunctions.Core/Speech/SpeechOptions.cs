namespace AudioFunctions.Speech;

/// <summary>Section <c>Speech</c>: who speaks, and how patiently. Checked at start.</summary>
public sealed class SpeechOptions
{
    public const string Section = "Speech";
    public const string ElevenLabsProvider = "elevenlabs";
    public const string OfflineProvider = "offline";

    /// <summary><c>elevenlabs</c> or <c>offline</c>. Default: <c>elevenlabs</c> when an API key is set, else <c>offline</c>.</summary>
    public string? Provider { get; set; }

    /// <summary>
    /// The language of voices whose profile names none: an ISO 639 code, for instance <c>de</c>. Default none: ElevenLabs tells it from the
    /// text, and the offline voice speaks English.
    /// </summary>
    public string? LanguageCode { get; set; }

    /// <summary>How long one request (or one run of espeak-ng) may take, in seconds. Default 120, range 5–600.</summary>
    public double TimeoutSeconds { get; set; } = 120;

    /// <summary>How often one segment is tried, the first time included. Default 5, range 1–20.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>How long all waits between the attempts of one segment may take together, in seconds. Default 120, range 0–3600.</summary>
    public double MaxWaitSeconds { get; set; } = 120;

    /// <summary>
    /// How long a segment waits, in seconds, while the account has as many requests under way as its plan allows, of this process or of
    /// others. Such waits count neither as attempts nor as <see cref="MaxWaitSeconds"/>. Default 1800, range 0–86400.
    /// </summary>
    public double MaxRoomWaitSeconds { get; set; } = 1800;

    /// <summary>
    /// The first wait where the service names none, in seconds; it doubles from attempt to attempt, up to 30. Default 1, range 0.01–60.
    /// </summary>
    public double BackoffSeconds { get; set; } = 1;

    /// <summary>
    /// How long the history is watched for an answer that got lost, before the text is sent, and paid for, again: the service may still be
    /// speaking, or list it late. In seconds since it got lost; after a crash since the request could have timed out
    /// (<see cref="TimeoutSeconds"/>). Default 20, range 0–600.
    /// </summary>
    public double LostAnswerSeconds { get; set; } = 20;

    /// <summary>
    /// How long a request under way may go on when the host stops, in seconds, so that its answer is stored and not lost. Default 9, one
    /// less than the local host waits; raise it if the host waits longer. Range 0–600.
    /// </summary>
    public double StopGraceSeconds { get; set; } = 9;

    /// <summary>The program of the offline voice: a path or a name on the PATH. Default <c>espeak-ng</c>.</summary>
    public string EspeakPath { get; set; } = "espeak-ng";
}
