using System.Text.Json;

namespace AudioFunctions.Cli.Api;

/// <summary>Answer of <c>GET health</c>.</summary>
/// <param name="IsReady">200 rather than 503.</param>
/// <param name="Provider"><c>elevenlabs</c> or <c>offline</c>.</param>
/// <param name="Body">The whole answer; the reason if it is not ready.</param>
public sealed record Health(bool IsReady, string Provider, string Body)
{
    /// <summary>Null if the answer is not one of this app's.</summary>
    public static Health? Read(bool isReady, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("speech", out var speech) && speech.ValueKind == JsonValueKind.Object
                && speech.TryGetProperty("provider", out var provider) && provider.ValueKind == JsonValueKind.String
                    ? new Health(isReady, provider.GetString()!, body)
                    : null;
        }
        catch (JsonException)
        {
            // Something else answers on this port, in another language.
            return null;
        }
    }
}
