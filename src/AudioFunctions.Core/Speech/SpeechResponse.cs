using System.Text.Json;

namespace AudioFunctions.Speech;

/// <summary>Reads a raw answer.</summary>
public static class SpeechResponse
{
    private static readonly string[] Alignments = ["alignment", "normalized_alignment"];

    /// <param name="text">The segment's text, which the alignment is brought to.</param>
    /// <exception cref="SpeechException">
    /// <c>speech-answer-unusable</c>: no JSON, or no audio in it. Not retryable: the answer is paid for and stored, so reading it again
    /// would fail again; regenerating the beat pays for a new one, and that is for a person to decide.
    /// </exception>
    public static SpokenAudio Read(RawSpeech raw, string text)
    {
        using var answer = Parse(raw);
        var audio = AudioOf(answer.RootElement) ?? throw Unusable(raw, "holds no audio");
        // The first of the two unless the second names more of the text.
        var fitting = Alignments.Select(name => AlignmentOf(answer.RootElement, name, text)).OrderByDescending(fit => fit?.Share ?? 0).First();
        return new SpokenAudio(audio, fitting?.Alignment);
    }

    private static JsonDocument Parse(RawSpeech raw)
    {
        try
        {
            return JsonDocument.Parse(raw.Body);
        }
        catch (JsonException failure)
        {
            throw Unusable(raw, "is no JSON", failure);
        }
    }

    private static byte[]? AudioOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("audio_base64", out var audio)
        && audio.ValueKind == JsonValueKind.String
        && audio.TryGetBytesFromBase64(out var bytes)
        && bytes.Length > 0
            ? bytes
            : null;

    private static (CharacterAlignment Alignment, double Share)? AlignmentOf(JsonElement answer, string name, string text) =>
        answer.TryGetProperty(name, out var alignment) && ServiceAlignment.Read(alignment) is { } read ? read.FitTo(text) : null;

    private static SpeechException Unusable(RawSpeech raw, string why, Exception? cause = null)
    {
        var request = raw.RequestId is null ? "" : $" (request {raw.RequestId})";
        return new SpeechException(
            SpeechCodes.AnswerUnusable, $"The speech service's answer{request} {why}; regenerate the beat.", isRetryable: false, cause);
    }
}
