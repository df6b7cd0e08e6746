using System.Net;
using System.Net.Sockets;
using AudioFunctions.LocalHost.Hosting;
using AudioFunctions.LocalHost.Storage;
using AudioFunctions.LocalHost.Tests.Running;

namespace AudioFunctions.LocalHost.Tests.Blobs;

[Collection(nameof(ProcessEnvironment))]
public sealed class StorageCheckTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public void Dispose()
    {
        _silent.Dispose();
        foreach (var name in new[] { "", "__blobServiceUri", "__queueServiceUri", "__tableServiceUri", "__accountName" })
            Environment.SetEnvironmentVariable(StorageCheck.Setting + name, null);
    }

    [Theory]
    [InlineData("", "", "No storage account: set AzureWebJobsStorage to a connection string ('UseDevelopmentStorage=true' for Azurite on this machine), or AzureWebJobsStorage__blobServiceUri, __queueServiceUri and __tableServiceUri to its endpoints.")]
    [InlineData("", "AccountKey=topsecret=;nonsense", "AzureWebJobsStorage is not a storage connection string; for Azurite use 'UseDevelopmentStorage=true'.")]
    [InlineData("", "AccountKey=topsecret;BlobEndpoint=nowhere", "AzureWebJobsStorage is not a storage connection string")]
    [InlineData("__tableServiceUri", "nowhere", "'nowhere' is not an address: correct the settings AzureWebJobsStorage__blobServiceUri, __queueServiceUri and __tableServiceUri.")]
    public async Task An_invalid_setting_is_explained_without_its_key(string setting, string value, string message)
    {
        Environment.SetEnvironmentVariable(StorageCheck.Setting + setting, value);

        var failure = await Assert.ThrowsAsync<StartupException>(CheckAsync);

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "BlobEndpoint={0}/account")]
    [InlineData("", "QueueEndpoint={0}/account")]
    [InlineData("__queueServiceUri", "{0}")]
    public async Task Storage_that_cannot_be_reached_is_reported(string setting, string value)
    {
        Environment.SetEnvironmentVariable(StorageCheck.Setting + setting, value.Replace("{0}", "http://127.0.0.1:1", StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<StartupException>(CheckAsync);

        Assert.Equal("The storage account doesn't respond at http://127.0.0.1:1: start Azurite, or correct AzureWebJobsStorage.", failure.Message);
    }

    [Fact]
    public async Task Storage_that_accepts_connections_but_never_responds_is_reported()
    {
        _silent.Start();
        Environment.SetEnvironmentVariable(StorageCheck.Setting, $"TableEndpoint=http://{_silent.LocalEndpoint}/account");

        var failure = await Assert.ThrowsAsync<StartupException>(CheckAsync);

        Assert.StartsWith($"The storage account doesn't respond at http://{_silent.LocalEndpoint}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_in_Azure_is_not_checked()
    {
        Environment.SetEnvironmentVariable($"{StorageCheck.Setting}__accountName", "nobody");

        Assert.Null(await Record.ExceptionAsync(CheckAsync));
    }

    [Fact]
    public async Task Storage_is_not_accessed_before_the_ready_file_exists()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "ready");
        Environment.SetEnvironmentVariable(StorageCheck.Setting, "BlobEndpoint=http://127.0.0.1:1/account");

        var check = StorageCheck.WaitAsync(file, Short, CancellationToken.None);
        Assert.False(check.IsCompleted);
        File.WriteAllText(file, "");

        await Assert.ThrowsAsync<StartupException>(() => check);
    }

    private static Task CheckAsync() => StorageCheck.WaitAsync(null, Short, CancellationToken.None);
}
