using System.Text.Json;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Reads the response to <c>GET /v2/voices</c> (ElevenLabs API reference, Voices, List voices).</summary>
internal static class ElevenLabsVoices
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Null if it isn't a list of voices.</summary>
    public static AvailableVoices? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<Page>(body.Span, Options) is { Voices: { } voices } page
                ? new AvailableVoices([.. voices.Where(voice => voice.VoiceId is { Length: > 0 }).Select(Of)], page.HasMore ? page.NextPageToken : null)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AvailableVoice Of(Voice voice) => new(
        voice.VoiceId!,
        voice.Name ?? voice.VoiceId!,
        voice.Category,
        string.IsNullOrWhiteSpace(voice.Description) ? null : voice.Description,
        voice.Labels?.Where(label => label.Value is { Length: > 0 }).ToDictionary(label => label.Key, label => label.Value!) ?? [],
        Uri.TryCreate(voice.PreviewUrl, UriKind.Absolute, out var preview) && preview.Scheme == Uri.UriSchemeHttps ? preview : null);

    private sealed record Page(IReadOnlyList<Voice>? Voices, bool HasMore, string? NextPageToken);

    private sealed record Voice(
        string? VoiceId, string? Name, string? Category, string? Description, IReadOnlyDictionary<string, string?>? Labels, string? PreviewUrl);
}
