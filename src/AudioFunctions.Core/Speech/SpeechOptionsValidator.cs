using AudioFunctions.Voices;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Speech;

internal sealed class SpeechOptionsValidator : IValidateOptions<SpeechOptions>
{
    public ValidateOptionsResult Validate(string? name, SpeechOptions options)
    {
        var failures = new List<string>();
        if (options.Provider is not (null or "" or SpeechOptions.ElevenLabsProvider or SpeechOptions.OfflineProvider))
            failures.Add("Speech__Provider must be 'elevenlabs' or 'offline'.");
        if (!VoiceRules.IsLanguageCode(options.LanguageCode))
            failures.Add("Speech__LanguageCode must be an ISO 639 code of 2 or 3 lower-case letters, for instance 'de'.");
        if (options.TimeoutSeconds is not (>= 5 and <= 600))
            failures.Add("Speech__TimeoutSeconds must be between 5 and 600.");
        if (options.MaxAttempts is not (>= 1 and <= 20))
            failures.Add("Speech__MaxAttempts must be between 1 and 20.");
        if (options.MaxWaitSeconds is not (>= 0 and <= 3600))
            failures.Add("Speech__MaxWaitSeconds must be between 0 and 3600.");
        if (options.MaxRoomWaitSeconds is not (>= 0 and <= 86400))
            failures.Add("Speech__MaxRoomWaitSeconds must be between 0 and 86400.");
        if (options.BackoffSeconds is not (>= 0.01 and <= 60))
            failures.Add("Speech__BackoffSeconds must be between 0.01 and 60.");
        if (options.LostAnswerSeconds is not (>= 0 and <= 600))
            failures.Add("Speech__LostAnswerSeconds must be between 0 and 600.");
        if (options.StopGraceSeconds is not (>= 0 and <= 600))
            failures.Add("Speech__StopGraceSeconds must be between 0 and 600.");
        if (string.IsNullOrWhiteSpace(options.EspeakPath))
            failures.Add("Speech__EspeakPath must name espeak-ng.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
