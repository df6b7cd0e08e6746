using AudioFunctions.Composition;
using AudioFunctions.Storage;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AudioFunctions.Tests.Composition;

public sealed class StorageRegistrationTests
{
    private static readonly StorageLimits Short = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(1));

    /// <summary>Much longer than the short limits take on any machine.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    public static TheoryData<string> ClientNames => [.. Clients.Keys];

    private static Dictionary<string, Func<IServiceProvider, string, Task>> Clients => new()
    {
        ["blobs"] = (services, _) => services.GetRequiredService<BlobServiceClient>().GetPropertiesAsync(),
        ["tables"] = (services, _) => services.GetRequiredService<TableServiceClient>().GetPropertiesAsync(),
        ["blob of a trigger"] = (services, connection) => new BlobServiceClient(connection, TriggerOptions(services)).GetPropertiesAsync(),
    };

    [Theory]
    [MemberData(nameof(ClientNames))]
    public async Task Storage_that_never_responds_fails_after_two_attempts(string client)
    {
        await using var silent = SilentStorage.Start();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["AzureWebJobsStorage"] = silent.ConnectionString })
            .Build();
        await using var services = new ServiceCollection().AddStorage(configuration, Short).BuildServiceProvider();

        var failure = await Assert.ThrowsAsync<AggregateException>(
            () => Clients[client](services, silent.ConnectionString).WaitAsync(Timeout));

        Assert.True(StorageFailure.Is(failure), failure.ToString());
        Assert.Equal(2, failure.InnerExceptions.Count);
    }

    /// <summary>Created like the clients of the worker's Blobs extension.</summary>
    private static BlobClientOptions TriggerOptions(IServiceProvider services) => (BlobClientOptions)services
        .GetRequiredService<AzureComponentFactory>()
        .CreateClientOptions(typeof(BlobClientOptions), serviceVersion: null, new ConfigurationBuilder().Build());
}
