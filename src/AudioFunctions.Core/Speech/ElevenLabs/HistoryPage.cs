using System.Buffers;
using System.Text.Json;

namespace AudioFunctions.Speech.ElevenLabs;

/// <param name="Items">Newest first.</param>
internal sealed record HistoryPage(IReadOnlyList<HistoryItem> Items, bool HasMore)
{
    /// <summary>Null if the response isn't a page of the history.</summary>
    public static HistoryPage? Read(ReadOnlyMemory<byte> body)
    {
        var root = TolerantJson.Parse(body);
        return root.Property("history").ItemsOrNull() is { } items
            ? new HistoryPage([.. items.Select(HistoryItem.Read).OfType<HistoryItem>()], root.Property("has_more").FlagOrNull() is true)
            : null;
    }

    /// <summary>The start of the next page; null if this one goes back far enough.</summary>
    public string? NextAfter(DateTimeOffset since) =>
        HasMore && Items.Count > 0 && Items[^1].CreatedAt >= since ? Items[^1].Id : null;

    /// <summary>The audio of an item in the JSON of <c>with-timestamps</c>, so that callers needn't know where it came from.</summary>
    public static byte[] ToResponse(ReadOnlyMemory<byte> audio, JsonElement alignments)
    {
        var buffer = new ArrayBufferWriter<byte>(audio.Length / 3 * 4 + 1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBase64String("audio_base64", audio.Span);
            foreach (var name in (ReadOnlySpan<string>)["alignment", "normalized_alignment"])
            {
                json.WritePropertyName(name);
                if (alignments.ValueKind == JsonValueKind.Object && alignments.TryGetProperty(name, out var alignment))
                    alignment.WriteTo(json);
                else
                    json.WriteNullValue();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
