namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Section <c>ElevenLabs</c>. Checked at start.</summary>
public sealed class ElevenLabsOptions
{
    public const string Section = "ElevenLabs";

    /// <summary>The name most tools know the key by; read where <see cref="ApiKey"/> is not set.</summary>
    public const string ApiKeyVariable = "ELEVENLABS_API_KEY";

    /// <summary>
    /// The secret of the account; sent in the header <c>xi-api-key</c> and nowhere else. Default: none, and the offline voice speaks.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Where the API is. Default <c>https://api.elevenlabs.io</c>; plain http only on this machine, as others could read the key.
    /// </summary>
    public string BaseUrl { get; set; } = "https://api.elevenlabs.io";

    /// <summary>The model of voices whose profile names none. Default <c>eleven_turbo_v2_5</c>.</summary>
    public string ModelId { get; set; } = "eleven_turbo_v2_5";

    /// <summary>
    /// Default <c>mp3_44100_128</c>, which every plan may use. MP3 and WAV formats only: bare PCM says neither its rate nor its width.
    /// </summary>
    public string OutputFormat { get; set; } = "mp3_44100_128";

    /// <summary>Makes the same request sound (nearly) the same again. Default none, range 0–4294967295.</summary>
    public long? Seed { get; set; }

    /// <summary>Whether beats of several characters on v3 and v4 are spoken as dialogues. Default false.</summary>
    public bool Dialogues { get; set; }

    /// <summary>
    /// Requests under way at once in this process. Default 4, range 1–100; fewer if the account's plan allows fewer.
    /// Several processes on one account share its slots: a request that finds none free waits for one.
    /// </summary>
    public int MaxConcurrentRequests { get; set; } = 4;

    /// <summary>
    /// How long an estimate, or the start of a production, waits to learn what credits are left, or what the models take, in seconds; both
    /// go on without it.
    /// Default 4, range 1–60.
    /// </summary>
    public double SubscriptionTimeoutSeconds { get; set; } = 4;
}
