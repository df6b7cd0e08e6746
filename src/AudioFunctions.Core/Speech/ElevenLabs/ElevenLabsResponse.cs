using System.Text.Json;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>What came back for one request.</summary>
/// <param name="Headers">Null if no answer came.</param>
internal sealed record ElevenLabsResponse(ReadOnlyMemory<byte> Body, ElevenLabsHeaders? Headers, SpeechFailure? Failure)
{
    public static ElevenLabsResponse Failed(SpeechFailure failure) => new(default, null, failure);

    /// <summary>Whether the body is one whole JSON object: not a proxy's page, and not cut short.</summary>
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
