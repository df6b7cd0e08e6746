using System.Text.Json;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>The outcome of one request.</summary>
/// <param name="Headers">Null if no response arrived.</param>
internal sealed record ElevenLabsResponse(ReadOnlyMemory<byte> Body, ElevenLabsHeaders? Headers, SpeechFailure? Failure)
{
    public static ElevenLabsResponse Failed(SpeechFailure failure) => new(default, null, failure);

    /// <summary>Whether the body is one complete JSON object: neither a proxy's page nor cut short.</summary>
    public bool IsJsonObject()
    {
        var reader = new Utf8JsonReader(Body.Span);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;

            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
