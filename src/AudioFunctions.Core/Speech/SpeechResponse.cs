using System.Text.Json;

namespace AudioFunctions.Speech;

/// <summary>Reads a raw answer.</summary>
public static class SpeechResponse
{
    private static readonly string[] Alignments = ["alignment", "normalized_alignment"];

    /// <param name="sent">What was sent; the alignment is brought to what is said of it.</param>
    /// <exception cref="SpeechException">
    /// <c>speech-answer-unusable</c>: no JSON, or no audio in it. Not retryable: the answer is paid for and stored, so reading it again
    /// would fail again; regenerating the beat pays for a new one, and that is for a person to decide.
    /// </exception>
    public static SpokenAudio Read(RawSpeech raw, SentText sent)
    {
        using var answer = Parse(raw);
        var audio = AudioOf(answer.RootElement) ?? throw Unusable(raw, "holds no audio");
        // The first of the two unless the second names more of the text.
        var fitting = Alignments.Select(name => AlignmentOf(answer.RootElement, name, sent)).OrderByDescending(fit => fit?.Share ?? 0).First();
        return new SpokenAudio(audio, fitting?.Alignment);
    }

    /// <summary>Of a text that is sent, and said, as it is.</summary>
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

    private static (CharacterAlignment Alignment, double Share)? AlignmentOf(JsonElement answer, string name, SentText sent) =>
        answer.TryGetProperty(name, out var alignment) && ServiceAlignment.Read(alignment) is { } read ? read.FitTo(sent) : null;

    private static SpeechException Unusable(RawSpeech raw, string why, Exception? cause = null)
    {
        var request = raw.RequestId is null ? "" : $" (request {raw.RequestId})";
        return new SpeechException(
            SpeechCodes.AnswerUnusable, $"The speech service's answer{request} {why}; regenerate the beat.", isRetryable: false, cause);
    }
}
