using System.Text.Json;

namespace AudioFunctions.Testing.Speech;

/// <summary>What a model takes and costs.</summary>
internal sealed record SpeechModel(string Id)
{
    private bool IsFast => Id is "eleven_turbo_v2_5" or "eleven_flash_v2_5";

    private int MaxCharacters => Id switch
    {
        _ when IsFast => 40_000,
        "eleven_multilingual_v2" => 10_000,
        _ => 5_000,
    };

    /// <summary>The fast models cost half.</summary>
    public int CostOf(string text) => IsFast ? (text.Length + 1) / 2 : text.Length;

    public SpeechRefusal? Refuses(JsonElement request)
    {
        if (request.GetProperty("text").GetString()!.Length > MaxCharacters)
            return SpeechRefusal.Violation("max_character_limit_exceeded", "a text over the model's limit");

        if (request.TryGetProperty("language_code", out _) && Id is not ("eleven_turbo_v2_5" or "eleven_flash_v2_5" or "eleven_v3"))
            return SpeechRefusal.Violation("unsupported_model", "a language_code for a model that takes none");

        return Id.StartsWith("eleven_v3", StringComparison.Ordinal) && HoldsWhatV3Refuses(request)
            ? SpeechRefusal.Violation("unsupported_by_model", "something eleven_v3 does not take")
            : null;
    }

    private static bool HoldsWhatV3Refuses(JsonElement request) =>
        request.TryGetProperty("previous_text", out _)
        || request.TryGetProperty("next_text", out _)
        || (request.TryGetProperty("voice_settings", out var settings)
            && (settings.TryGetProperty("speed", out _)
                || (settings.TryGetProperty("stability", out var stability) && stability.GetDouble() is not (0 or 0.5 or 1))));
}
