using AudioFunctions.Testing.Storage;

namespace Azure.Data.Tables.Tests;

/// <summary>The tests that share one Azurite; each makes a table of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SharedAzurite : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "azurite";
}
