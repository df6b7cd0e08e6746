using AudioFunctions.Testing.Storage;

namespace AudioFunctions.LocalHost.Tests.Running;

/// <summary>One host for tests that don't change it.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();
    private HostProcess? _host;

    internal HostProcess Host => _host!;

    public AzuriteServer Azurite => _azurite.Server;

    public async Task InitializeAsync()
    {
        await _azurite.InitializeAsync();
        _host = HostProcess.On(_azurite.ConnectionString);
        // The file with a function's own keys has the function's name in lower case.
        Directory.CreateDirectory(_host.Secrets);
        await File.WriteAllTextAsync(Path.Combine(_host.Secrets, "locked.json"), """{ "keys": [ { "name": "default", "value": "only-locked" } ] }""");
        await File.WriteAllTextAsync(Path.Combine(_host.Secrets, "OtherLocked.json"), """{ "keys": [ { "name": "default", "value": "never-found" } ] }""");
        await File.WriteAllTextAsync(_host.SettingsFile, """
            {
              // Comments are allowed.
              "IsEncrypted": false,
              "Values": { "FROM_VALUES": "from the file", "FROM_BOTH": "from the file" },
              "Extra": { "Setting": 1 }
            }
            """);
        _host.Environment["FROM_BOTH"] = "from the environment";
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        var ended = _host is { HasExited: true } ? $"{_host.Errors}\n{_host.Log}" : null;
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _azurite.DisposeAsync();
        if (ended is not null)
            throw new InvalidOperationException($"A test ended the host that it shares with others:\n{ended}");
    }
}

[CollectionDefinition(nameof(SharedHost))]
public sealed class SharedHostGroup : ICollectionFixture<SharedHost>;

/// <summary>Tests that start and stop their own hosts, on one storage account.</summary>
[CollectionDefinition(nameof(OwnHost))]
public sealed class OwnHost : ICollectionFixture<AzuriteFixture>;

/// <summary>The same on another account, so that the two groups can run in parallel.</summary>
[CollectionDefinition(nameof(OwnStorage))]
public sealed class OwnStorage : ICollectionFixture<AzuriteFixture>;
