using AudioFunctions.Testing.Storage;

namespace Microsoft.DurableTask.Tests.Support;

/// <summary>One Azurite for the whole assembly; every test has a hub of its own on it.</summary>
[CollectionDefinition(Name)]
public sealed class Storage : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "storage";
}
