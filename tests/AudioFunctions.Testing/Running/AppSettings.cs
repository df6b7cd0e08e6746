namespace AudioFunctions.Testing.Running;

/// <summary>What the app is started with. Its folder holds the secrets and the temp folder, and goes with it.</summary>
public sealed class AppSettings : IDisposable
{
    private const string PartitionCount = "AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount";
    private const string CallCounting = "DOTNET_TC_CallCounting";

    private readonly Dictionary<string, string?> _environment = [];

    public AppSettings(string storage)
    {
        _environment["AzureWebJobsStorage"] = storage;
        // Many apps of the tests share two cores, each with little work and for a short time. An idle app asks each partition's queue for
        // work every second, and code that is compiled a second time doesn't live long enough to pay.
        _environment[PartitionCount] = "1";
        _environment[CallCounting] = "0";
        Directory.CreateDirectory(TempFolder);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("af-app-").FullName;

    /// <summary>The published app, if not the checkout's own.</summary>
    public string AppFolder { get; init; } = Repository.PublishedApp;

    /// <summary>Whether the app has the product's health check; another app is ready when its host says so.</summary>
    public bool HasHealth { get; init; } = true;

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

    /// <summary>Without what saves the tests time.</summary>
    public AppSettings AsDeployed() => With(PartitionCount, null).With(CallCounting, null);

    public IReadOnlyDictionary<string, string?> Environment() => new Dictionary<string, string?>(_environment)
    {
        ["TMPDIR"] = TempFolder,
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
