using System.Text.Json;

namespace AudioFunctions.Speech;

/// <summary>Reads a raw response.</summary>
public static class SpeechResponse
{
    private static readonly string[] Alignments = ["alignment", "normalized_alignment"];

    /// <param name="sent">The text that was sent; the alignment is mapped to its said text.</param>
    /// <exception cref="SpeechException">
    /// <c>speech-answer-unusable</c>: it isn't JSON, or has no audio. Not retryable: the response is billed and stored, so reading it again would
    /// fail again. Regenerating the beat is billed again, and a person must decide that.
    /// </exception>
    public static SpokenAudio Read(RawSpeech raw, SentText sent)
    {
        using var response = Parse(raw);
        var audio = AudioOf(response.RootElement) ?? throw Unusable(raw, "holds no audio");
        // The first of the two, unless the second names more of the text.
        var fitting = Alignments.Select(name => AlignmentOf(response.RootElement, name, sent)).OrderByDescending(fit => fit?.Share ?? 0).First();
        return new SpokenAudio(audio, fitting?.Alignment);
    }

    /// <summary>For a text that is sent and said as written.</summary>
    /// <inheritdoc cref="Read(RawSpeech, SentText)"/>
    public static SpokenAudio Read(RawSpeech raw, string text) => Read(raw, new SentText(text, []));

    private static JsonDocument Parse(RawSpeech raw)
    {
        try
        {
            return JsonDocument.Parse(raw.Body);
        }
        catch (JsonException failure)
        {
            throw Unusable(raw, "isn't JSON", failure);
        }
    }

    private static byte[]? AudioOf(JsonElement response) =>
        response.Property("audio_base64") is { ValueKind: JsonValueKind.String } audio && audio.TryGetBytesFromBase64(out var bytes) && bytes.Length > 0
            ? bytes
            : null;

    private static (CharacterAlignment Alignment, double Share)? AlignmentOf(JsonElement response, string name, SentText sent) =>
        ServiceAlignment.Read(response.Property(name))?.FitTo(sent);

    private static SpeechException Unusable(RawSpeech raw, string why, Exception? cause = null)
    {
        var request = raw.RequestId is null ? "" : $" (request {raw.RequestId})";
        return new SpeechException(
            SpeechCodes.ResponseUnusable, $"The speech service's response{request} {why}; regenerate the beat.", isRetryable: false, cause);
    }
}
