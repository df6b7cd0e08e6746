namespace AudioFunctions.Speech;

/// <summary>Section <c>Speech</c>: which service speaks, its timeouts and retries. Checked at start.</summary>
public sealed class SpeechOptions
{
    public const string Section = "Speech";
    public const string ElevenLabsProvider = "elevenlabs";
    public const string OfflineProvider = "offline";

    /// <summary><c>elevenlabs</c> or <c>offline</c>. Default: <c>elevenlabs</c> if an API key is set, else <c>offline</c>.</summary>
    public string? Provider { get; set; }

    /// <summary>
    /// The language of voices whose profile doesn't set one: an ISO 639 code, for instance <c>de</c>. Default none: ElevenLabs detects it from the
    /// text, and the offline voice speaks English.
    /// </summary>
    public string? LanguageCode { get; set; }

    /// <summary>The timeout of one request (or one run of espeak-ng), in seconds. Default 120, range 5–600.</summary>
    public double TimeoutSeconds { get; set; } = 120;

    /// <summary>The maximum of attempts for one segment, including the first. Default 5, range 1–20.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The maximum total of the waits between the attempts for one segment, in seconds. Default 120, range 0–3600.</summary>
    public double MaxWaitSeconds { get; set; } = 120;

    /// <summary>
    /// How long a segment waits, in seconds, while requests of this or other processes keep the account at its concurrency limit. These waits count
    /// neither as attempts nor towards <see cref="MaxWaitSeconds"/>. Default 1800, range 0–86400.
    /// </summary>
    public double MaxRoomWaitSeconds { get; set; } = 1800;

    /// <summary>
    /// The first wait if the service doesn't specify one, in seconds; it doubles with each attempt, up to 30. Default 1, range 0.01–60.
    /// </summary>
    public double BackoffSeconds { get; set; } = 1;

    /// <summary>
    /// How long the history is searched for a lost response before the text is resent and billed again: the service may still be speaking, or list
    /// it late. In seconds since it was lost; after a crash, since the request would have timed out (<see cref="TimeoutSeconds"/>). Default 20,
    /// range 0–600.
    /// </summary>
    public double LostAnswerSeconds { get; set; } = 20;

    /// <summary>
    /// How long a running request may continue when the host stops, in seconds, so that its response is stored and not lost. Default 9, one second
    /// less than the local host waits; raise it if the host waits longer. Range 0–600.
    /// </summary>
    public double StopGraceSeconds { get; set; } = 9;

    /// <summary>The program of the offline voice: a path, or a name on the PATH. Default <c>espeak-ng</c>.</summary>
    public string EspeakPath { get; set; } = "espeak-ng";
}
