using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests;

/// <summary>One app with the offline voice and its own Azurite, for all tests that don't affect each other.</summary>
public sealed class OfflineApp : IAsyncLifetime
{
    private AzuriteServer? _storage;
    private AppSettings? _settings;
    private AppProcess? _process;

    public AppProcess Process => _process!;

    public HttpClient Client => Process.Client;

    public AppSettings Settings => _settings!;

    public async Task InitializeAsync()
    {
        _storage = await AzuriteServer.StartAsync();
        _settings = new AppSettings(_storage.ConnectionString).With("Speech__Provider", "offline");
        _process = await AppProcess.StartAsync(_settings);
    }

    public async Task DisposeAsync()
    {
        await _process!.DisposeAsync();
        await _storage!.DisposeAsync();
        _settings!.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class OfflineAppTests : ICollectionFixture<OfflineApp>
{
    public const string Name = "offline app";
}
