namespace AudioFunctions.Testing.Storage;

/// <summary>An Azurite with a proxy before it, for an app that starts with the connection string that <see cref="StartAsync"/> gives.</summary>
public sealed class ProxiedStorage : IAsyncDisposable
{
    private StorageProxy? _proxy;

    public StorageProxy Proxy => _proxy!;

    public async Task<string> StartAsync(AzuriteServer azurite)
    {
        _proxy = await StorageProxy.StartAsync(azurite);
        return _proxy.ConnectionString;
    }

    public ValueTask DisposeAsync() => _proxy?.DisposeAsync() ?? ValueTask.CompletedTask;
}
