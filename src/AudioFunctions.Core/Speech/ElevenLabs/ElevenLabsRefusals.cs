namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>ElevenLabs' permanent refusals, by its own code, and how to fix each.</summary>
internal static class ElevenLabsRefusals
{
    private static readonly Refusal KeyRefused = new(
        SpeechCodes.Unauthorized, "ElevenLabs does not accept the API key; check ELEVENLABS_API_KEY");

    private static readonly Refusal VoiceUnknown = new(
        SpeechCodes.VoiceNotFound, "ElevenLabs does not know the voice; correct voice_id in the character's voice profile");

    private static readonly Refusal PlanRequired = new(
        SpeechCodes.PlanRequired,
        "The ElevenLabs account's plan may not use this voice; choose another in the character's voice profile, or upgrade the plan");

    private static readonly Refusal TooLong = new(
        SpeechCodes.TextTooLong, "The text is too long for one request of this model; split the beat");

    private static readonly Refusal ModelUnfit = new(
        SpeechCodes.ModelUnsupported,
        "ElevenLabs does not know the model, or the model does not accept the request; set the model to eleven_turbo_v2_5");

    private static readonly Dictionary<string, Refusal> ByCode = new(StringComparer.Ordinal)
    {
        ["quota_exceeded"] = new(
            SpeechCodes.QuotaExceeded, "The ElevenLabs account has no characters left; top it up or wait for its next period"),
        ["invalid_api_key"] = KeyRefused,
        ["missing_api_key"] = KeyRefused,
        ["needs_authorization"] = KeyRefused,
        ["missing_permissions"] = new(
            SpeechCodes.Unauthorized, "The ElevenLabs API key lacks a permission; allow it text to speech and reading the history"),
        ["detected_unusual_activity"] = new(
            SpeechCodes.AccountFlagged, "ElevenLabs has flagged the account for unusual activity; sign in there to clear it"),
        ["payment_issue"] = new(
            SpeechCodes.PaymentIssue, "ElevenLabs could not collect a payment for the account; sign in there and settle it under billing"),
        ["paid_plan_required"] = PlanRequired,
        ["payment_required"] = PlanRequired,
        ["voice_not_found"] = VoiceUnknown,
        ["voice_does_not_exist"] = VoiceUnknown,
        ["invalid_uid"] = new(
            SpeechCodes.VoiceIdInvalid, "The voice id is malformed; copy the id from ElevenLabs into voice_id of the character's voice profile"),
        ["max_character_limit_exceeded"] = TooLong,
        ["text_too_long"] = TooLong,
        ["input_text_empty"] = new(
            SpeechCodes.TextEmpty, "ElevenLabs found nothing to say in the text; add words to the line, or remove it"),
        ["output_format_not_allowed"] = new(
            SpeechCodes.OutputFormatNotAllowed,
            "The account's plan does not include the output format; set ElevenLabs__OutputFormat to mp3_44100_128"),
        ["invalid_output_format"] = new(
            SpeechCodes.OutputFormatInvalid, "ElevenLabs does not offer the output format; set ElevenLabs__OutputFormat to mp3_44100_128"),
        ["invalid_voice_settings"] = new(
            SpeechCodes.VoiceSettingsInvalid,
            "ElevenLabs does not accept the voice settings; correct stability, similarity_boost, style or speed (0.7 to 1.2)"),
        ["unsupported_model"] = ModelUnfit,
        ["model_not_found"] = ModelUnfit,
    };

    public static Refusal? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <param name="Code">One of <see cref="SpeechCodes"/>.</param>
    internal sealed record Refusal(string Code, string Sentence);
}
