using AudioFunctions.Testing.Storage;

namespace Azure.Data.Tables.Tests;

/// <summary>A test with an empty table of its own in a real Azurite.</summary>
[Collection(SharedAzurite.Name)]
public abstract class TableTest(AzuriteFixture azurite) : IAsyncLifetime
{
    protected AzuriteFixture Azurite { get; } = azurite;

    protected TableClient Table { get; } = new(azurite.ConnectionString, "t" + Guid.NewGuid().ToString("N"));

    public async Task InitializeAsync() => await Table.CreateAsync();

    public async Task DisposeAsync() => await Table.DeleteAsync();
}
