namespace AudioFunctions.Testing.Running;

/// <summary>What the app is started with. Its folder holds the secrets and the temp folder, and goes with it.</summary>
public sealed class AppSettings : IDisposable
{
    private readonly Dictionary<string, string?> _environment = [];

    public AppSettings(string storage)
    {
        _environment["AzureWebJobsStorage"] = storage;
        Directory.CreateDirectory(TempFolder);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("af-app-").FullName;

    public string SecretsFolder => Path.Combine(Folder, "secrets");

    /// <summary>A local.settings.json that isn't there: a developer's own must not reach the tests.</summary>
    public string NoSettingsFile => Path.Combine(Folder, "none.settings.json");

    public string TempFolder => Path.Combine(Folder, "temp");

    /// <summary>A setting of the environment; null removes it.</summary>
    public AppSettings With(string name, string? value)
    {
        _environment[name] = value;
        return this;
    }

    public IReadOnlyDictionary<string, string?> Environment() => new Dictionary<string, string?>(_environment)
    {
        ["TMPDIR"] = TempFolder,
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
