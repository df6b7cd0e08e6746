using AudioFunctions.Export;
using AudioFunctions.Sessions;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Mcp;

/// <summary>The URIs of a session's resources for <c>resources/read</c>.</summary>
internal static class Links
{
    public const string Language = "audiofunctions://els";
    public const string Session = "audiofunctions://sessions/{id}";
    public const string TakeAudio = "audiofunctions://sessions/{id}/takes/{take}/audio";
    public const string ExportFile = "audiofunctions://sessions/{id}/exports/{file}";

    public const string AudioType = "audio/mpeg";

    public static string ToSession(string sessionId) => $"audiofunctions://sessions/{sessionId}";

    public static ResourceLinkBlock ToTake(string sessionId, TakeRecord take) => new()
    {
        Uri = ToSession(sessionId) + $"/takes/{take.TakeId}/audio",
        Name = $"{take.BeatId}_{take.TakeId}.mp3",
        Description = $"Take {take.TakeId} of beat {take.BeatId}, {take.AudioDurationMs} ms",
        MimeType = AudioType,
    };

    public static ResourceLinkBlock ToExport(string sessionId, string file) => new()
    {
        Uri = ToSession(sessionId) + $"/exports/{file}",
        Name = file,
        MimeType = ExportFiles.TypeOf(file),
    };
}
