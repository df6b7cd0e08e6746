using System.Text.Json;

namespace AudioFunctions.Cli.Supervision;

/// <summary>The host's port in <c>local.settings.json</c> (<c>Host.LocalHttpPort</c>, as in Azure Functions Core Tools).</summary>
internal static class SettingsPort
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Null if there is none, or the file is invalid, which the host reports.</summary>
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
