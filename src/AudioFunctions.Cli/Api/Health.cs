using System.Text.Json;

namespace AudioFunctions.Cli.Api;

/// <summary>Response of <c>GET health</c>.</summary>
/// <param name="IsReady">Whether the status is 200 and not 503.</param>
/// <param name="Provider"><c>elevenlabs</c> or <c>offline</c>.</param>
/// <param name="Body">The whole response, which contains the reason if the app isn't ready.</param>
public sealed record Health(bool IsReady, string Provider, string Body)
{
    /// <summary>Null if the response isn't from this app.</summary>
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
            // Another program uses this port.
            return null;
        }
    }
}
