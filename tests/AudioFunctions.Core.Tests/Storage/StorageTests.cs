using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Core.Tests.Storage;

/// <summary>Tests that share one Azurite; each uses its own session id.</summary>
[CollectionDefinition(Name)]
public sealed class StorageTests : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "storage";
}
