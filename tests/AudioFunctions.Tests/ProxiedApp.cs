using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests;

/// <summary>An app with the stand-in as speech service and a proxy in front of its storage. A test that sets the proxy's hooks resets them.</summary>
public sealed class ProxiedApp : IAsyncLifetime
{
    private StorageProxy? _proxy;
    private StandInApp? _app;

    public StandInApp App => _app!;

    public StorageProxy Proxy => _proxy!;

    public async Task InitializeAsync() => _app = await StandInApp.StartAsync(
        connection: async azurite => (_proxy = await StorageProxy.StartAsync(azurite)).ConnectionString);

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _proxy!.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class ProxiedAppTests : ICollectionFixture<ProxiedApp>
{
    public const string Name = "proxied app";
}

/// <summary>Productions that are killed share an app, which each test leaves running.</summary>
[CollectionDefinition(Name)]
public sealed class KilledProductionTests : ICollectionFixture<ProxiedApp>
{
    public const string Name = "killed productions";
}

/// <summary>The same for productions that reuse stored speech.</summary>
[CollectionDefinition(Name)]
public sealed class KilledReuseTests : ICollectionFixture<ProxiedApp>
{
    public const string Name = "killed reuse";
}
