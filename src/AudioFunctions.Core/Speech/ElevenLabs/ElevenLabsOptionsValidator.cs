using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>No message quotes the key, not even a part of it.</summary>
internal sealed partial class ElevenLabsOptionsValidator(IOptions<SpeechOptions> speech) : IValidateOptions<ElevenLabsOptions>
{
    public ValidateOptionsResult Validate(string? name, ElevenLabsOptions options)
    {
        var failures = new List<string>();
        if (speech.Value.Provider == SpeechOptions.ElevenLabsProvider && string.IsNullOrWhiteSpace(options.ApiKey))
            failures.Add("Speech__Provider is 'elevenlabs', which needs a key: set ElevenLabs__ApiKey or ELEVENLABS_API_KEY.");
        if (options.ApiKey is { } key && key.Any(c => !char.IsBetween(c, '!', '~')))
            failures.Add("ElevenLabs__ApiKey contains a space or a character that no key has; copy it again.");
        if (!IsSafeBaseUrl(options.BaseUrl))
            failures.Add("ElevenLabs__BaseUrl must be an absolute https URL without a query (http only for this machine).");
        if (!ModelPattern().IsMatch(options.ModelId ?? ""))
            failures.Add("ElevenLabs__ModelId must be a model's id, for instance 'eleven_turbo_v2_5'.");
        if (!FormatPattern().IsMatch(options.OutputFormat ?? ""))
            failures.Add("ElevenLabs__OutputFormat must be an MP3 or WAV format, for instance 'mp3_44100_128'.");
        if (options.Seed is < 0 or > uint.MaxValue)
            failures.Add("ElevenLabs__Seed must be between 0 and 4294967295.");
        if (options.MaxConcurrentRequests is < 1 or > 100)
            failures.Add("ElevenLabs__MaxConcurrentRequests must be between 1 and 100.");
        if (options.SubscriptionTimeoutSeconds is not (>= 1 and <= 60))
            failures.Add("ElevenLabs__SubscriptionTimeoutSeconds must be between 1 and 60.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsSafeBaseUrl(string? value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0
        && url.UserInfo.Length == 0;

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,64}$")]
    private static partial Regex ModelPattern();

    [GeneratedRegex(@"^(mp3_\d{4,6}_\d{2,3}|wav_\d{4,6})$")]
    private static partial Regex FormatPattern();
}
