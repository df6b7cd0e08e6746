using System.Text.Json;
using System.Text.Json.Nodes;

namespace AudioFunctions.Testing.Speech;

/// <summary>What a model takes, costs and does (PLATFORM.md section 4).</summary>
internal sealed record SpeechModel(string Id, int MaxCharacters, double Rate)
{
    private const double LimitTolerance = 1.1;

    /// <summary>Of the voices that have it: else a speed is taken and does nothing.</summary>
    public bool HasSpeed { get; init; }

    public bool HasStyle { get; init; }

    public bool HasSpeakerBoost { get; init; }

    public bool TakesNeighbouringText { get; init; } = true;

    public bool TakesLanguageCode { get; init; }

    public bool HasAudioTags { get; init; }

    /// <summary>Whether it speaks several voices in one request.</summary>
    public bool HasDialogue { get; init; }

    /// <summary>Stability is 0, 0.5 or 1.</summary>
    public bool HasThreeStabilities { get; init; }

    /// <summary>How much later than its sound a character is said to be.</summary>
    public double Drift { get; init; } = 1;

    /// <summary>How long after the audio the alignment may end.</summary>
    public double OverhangSeconds { get; init; }

    public int CostOf(string text) => (int)Math.Ceiling(CharactersOf(text) * Rate);

    public SpeechRefusal? Refuses(JsonElement request)
    {
        if (CharactersOf(request.GetProperty("text").GetString()!) > MaxCharacters * LimitTolerance)
            return SpeechRefusal.Violation("max_character_limit_exceeded", "a text over the model's limit");
        if (request.TryGetProperty("language_code", out _) && !TakesLanguageCode)
            return SpeechRefusal.Violation("unsupported_model", "a language_code for a model that takes none");
        if (!TakesNeighbouringText && (request.TryGetProperty("previous_text", out _) || request.TryGetProperty("next_text", out _)))
            return SpeechRefusal.Violation("unsupported_model", "neighbouring text for a model that takes none");

        var settings = request.TryGetProperty("voice_settings", out var sent) ? sent : default;
        if (HasSpeed && Setting(settings, "speed") is < 0.7 or > 1.2)
            return SpeechRefusal.Violation("invalid_voice_settings", "a speed out of range");
        return RefusesStability(request, "voice_settings");
    }

    /// <param name="field">Where the request names its settings.</param>
    public SpeechRefusal? RefusesStability(JsonElement request, string field) =>
        HasThreeStabilities && request.TryGetProperty(field, out var settings)
            && Setting(settings, "stability") is { } stability && stability is not (0 or 0.5 or 1)
            ? SpeechRefusal.Violation("invalid_ttd_stability", "a stability between the three that the model knows")
            : null;

    /// <summary>The factor that a request is spoken at.</summary>
    public double SpeedOf(JsonElement request) =>
        HasSpeed && request.TryGetProperty("voice_settings", out var settings) ? Setting(settings, "speed") ?? 1 : 1;

    /// <summary>As <c>GET /v1/models</c> lists it.</summary>
    public JsonObject Describe() => new()
    {
        ["model_id"] = Id,
        ["name"] = Id,
        ["can_be_finetuned"] = false,
        ["can_do_text_to_speech"] = true,
        ["can_use_style"] = HasStyle,
        ["can_use_speaker_boost"] = HasSpeakerBoost,
        ["maximum_text_length_per_request"] = MaxCharacters,
        ["model_rates"] = new JsonObject { ["character_cost_multiplier"] = Rate },
        ["languages"] = new JsonArray(new JsonObject { ["language_id"] = "en", ["name"] = "English" }),
    };

    private static int CharactersOf(string text) => text.EnumerateRunes().Count();

    private static double? Setting(JsonElement settings, string name) =>
        settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty(name, out var value) ? value.GetDouble() : null;
}
