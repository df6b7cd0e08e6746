using System.Net;
using System.Net.Sockets;
using AudioFunctions.Storage;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Storage;

public sealed class StorageFailureTests
{
    [Fact]
    public async Task A_storage_that_takes_requests_and_never_answers_is_a_storage_failure()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var options = new BlobClientOptions();
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(200);
        var container = new BlobContainerClient(new Uri($"http://{silent.LocalEndpoint}/account/container"), options);

        var failure = await Record.ExceptionAsync(() => container.ExistsAsync());

        Assert.True(StorageFailure.Is(failure!), failure!.ToString());
        Assert.Equal(
            "The storage account cannot be reached; check AzureWebJobsStorage, and that the account is up.", StorageFailure.Describe(failure));
    }
}
