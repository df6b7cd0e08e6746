using System.Text.Json;

namespace AudioFunctions.Cli.Supervision;

/// <summary>The port that <c>local.settings.json</c> gives the host (<c>Host.LocalHttpPort</c>, as Azure Functions Core Tools have it).</summary>
internal static class SettingsPort
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Null if it gives none. What is wrong with the file is for the host to say, which reads all of it.</summary>
    public static int? Find(Workspace workspace)
    {
        if (!File.Exists(workspace.LocalSettings))
            return null;

        try
        {
            using var settings = JsonDocument.Parse(File.ReadAllBytes(workspace.LocalSettings), Lenient);
            return settings.RootElement.TryGetProperty("Host", out var host)
                && host.TryGetProperty("LocalHttpPort", out var named)
                && int.TryParse(named.ToString(), out var port)
                && port is >= 1 and <= 65535
                ? port
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
