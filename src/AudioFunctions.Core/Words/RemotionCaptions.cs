using System.Text.Encodings.Web;
using System.Text.Json;

namespace AudioFunctions.Words;

/// <summary>The words of a recording as an array of Remotion's type <c>Caption</c> (remotion.dev/docs/captions/caption).</summary>
public static class RemotionCaptions
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>UTF-8. As Remotion requires, each text starts with the space before it, including the first word of each line after the first.</summary>
    public static byte[] Write(IReadOnlyList<TimedLine> lines)
    {
        var captions = lines.SelectMany((line, index) => line.Words.Select((word, place) => Caption.Of(word, startsLine: index > 0 && place == 0)));
        return JsonSerializer.SerializeToUtf8Bytes(captions, Options);
    }

    /// <param name="TimestampMs">The middle of the word.</param>
    /// <param name="Confidence">Null if the time comes from the speech service, which doesn't report a confidence.</param>
    private sealed record Caption(string Text, int StartMs, int EndMs, int TimestampMs, double? Confidence)
    {
        public static Caption Of(TimedWord word, bool startsLine) => new(
            startsLine && !char.IsWhiteSpace(word.Text[0]) ? " " + word.Text : word.Text,
            word.StartMs,
            word.EndMs,
            (word.StartMs + word.EndMs) / 2,
            word.Confidence);
    }
}
