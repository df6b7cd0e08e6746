namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Section <c>ElevenLabs</c>. Checked at start.</summary>
public sealed class ElevenLabsOptions
{
    public const string Section = "ElevenLabs";

    /// <summary>The name that most tools use for the key; read if <see cref="ApiKey"/> isn't set.</summary>
    public const string ApiKeyVariable = "ELEVENLABS_API_KEY";

    /// <summary>
    /// The account's API key, a secret; sent in the header <c>xi-api-key</c> and nowhere else. Default: none; then the offline voice speaks.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The URL of the API. Default <c>https://api.elevenlabs.io</c>; plain http is allowed for this machine only, because others could read the key.
    /// </summary>
    public string BaseUrl { get; set; } = "https://api.elevenlabs.io";

    /// <summary>The model of voices whose profile doesn't set one. Default <c>eleven_turbo_v2_5</c>.</summary>
    public string ModelId { get; set; } = "eleven_turbo_v2_5";

    /// <summary>
    /// Default <c>mp3_44100_128</c>, which every plan includes. MP3 and WAV formats only: raw PCM doesn't specify its sample rate and bit depth.
    /// </summary>
    public string OutputFormat { get; set; } = "mp3_44100_128";

    /// <summary>Makes the same request sound (nearly) the same again. Default none, range 0–4294967295.</summary>
    public long? Seed { get; set; }

    /// <summary>Whether beats of several characters on v3 and v4 are spoken as dialogues. Default false.</summary>
    public bool Dialogues { get; set; }

    /// <summary>
    /// The maximum of concurrent requests in this process. Default 4, range 1–100; fewer if the account's plan allows fewer.
    /// Several processes on one account share its slots: a request that finds none free waits for one.
    /// </summary>
    public int MaxConcurrentRequests { get; set; } = 4;

    /// <summary>
    /// How long an estimate or the start of a production waits for the remaining credits and for the list of models, in seconds. Both continue
    /// without them. Default 4, range 1–60.
    /// </summary>
    public double SubscriptionTimeoutSeconds { get; set; } = 4;
}
