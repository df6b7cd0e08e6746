using System.Globalization;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>The command line's options.</summary>
/// <param name="AppFolder">The published app.</param>
/// <param name="Port">0 for any free port; null for the one in local.settings.json, else 7071.</param>
/// <param name="SecretsFolder">The folder of the keys.</param>
/// <param name="SettingsFile">local.settings.json, which may be absent.</param>
/// <param name="StorageReadyFile">If set, the host doesn't access storage before this file exists.</param>
internal sealed record HostOptions(string AppFolder, int? Port, string SecretsFolder, string SettingsFile, string? StorageReadyFile)
{
    public const int DefaultPort = 7071;

    public const string Usage =
        "usage: AudioFunctions.LocalHost APP_FOLDER [--port N] [--secrets FOLDER] [--settings FILE] [--storage-ready-file FILE]";

    /// <exception cref="StartupException">An argument is unknown, or has no value.</exception>
    public static HostOptions Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || arguments[0].StartsWith('-'))
            throw new StartupException($"Name the folder of the published app. {Usage}");

        var values = new Dictionary<string, string>();
        foreach (var pair in arguments.Skip(1).Chunk(2))
        {
            if (pair[0] is not ("--port" or "--secrets" or "--settings" or "--storage-ready-file"))
                throw new StartupException($"Unknown argument '{pair[0]}'. {Usage}");
            values[pair[0]] = pair.Length == 2 ? pair[1] : throw new StartupException($"{pair[0]} needs a value. {Usage}");
        }

        return new HostOptions(
            Path.GetFullPath(arguments[0]),
            values.TryGetValue("--port", out var port) ? ParsePort(port) : null,
            Path.GetFullPath(values.GetValueOrDefault("--secrets", ".local/secrets")),
            Path.GetFullPath(values.GetValueOrDefault("--settings", "local.settings.json")),
            values.GetValueOrDefault("--storage-ready-file"));
    }

    /// <exception cref="StartupException">The text isn't a port.</exception>
    public static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new StartupException($"'{text}' is not a port: use a number from 0 (any free one) to 65535.");
}
