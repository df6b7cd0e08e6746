using System.Net;
using System.Net.Sockets;
using AudioFunctions.Sessions;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Storage;

public sealed class StorageLimitsTests
{
    private static readonly StorageLimits Short = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(1));

    /// <summary>Much longer than the short limits need on any machine.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, Func<BlobServiceClient, TableServiceClient, Task>> Requests = new()
    {
        ["session"] = (_, tables) => new SessionStore(tables, TimeProvider.System).FindAsync("id", default),
        ["voices"] = (_, tables) => new VoiceProfileStore(tables).ListAsync(default),
        ["plan"] = (blobs, _) => new TakeFiles(blobs).FindPlanAsync(new TakeKey("id", "beat", "take"), default),
        ["row"] = (_, tables) => tables.GetTableClient("Sessions").GetEntityIfExistsAsync<TableEntity>("p", "r"),
        ["write"] = (_, tables) => tables.GetTableClient("Sessions").AddEntityAsync(new TableEntity("p", "r")),
        ["transaction"] = (_, tables) => tables.GetTableClient("Sessions").SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))]),
        ["open"] = (blobs, _) => blobs.GetBlobContainerClient("c").GetBlobClient("b").OpenReadAsync(),
        ["upload"] = (blobs, _) => blobs.GetBlobContainerClient("c").UploadBlobAsync("b", BinaryData.FromString("x")),
    };

    public static TheoryData<string> RequestNames => [.. Requests.Keys];

    [Theory]
    [MemberData(nameof(RequestNames))]
    public async Task A_request_that_times_out_is_retried_once(string request)
    {
        await using var silent = SilentStorage.Start();

        var failure = await FailureAsync(silent.ConnectionString, Requests[request]);

        Assert.True(StorageFailure.Is(failure), failure.ToString());
        Assert.Equal(2, Assert.IsType<AggregateException>(failure).InnerExceptions.Count);
    }

    [Fact]
    public async Task An_incomplete_response_is_a_storage_failure()
    {
        await using var silent = SilentStorage.StartBreakingOff();

        var failure = await FailureAsync(
            silent.ConnectionString, (blobs, _) => blobs.GetBlobContainerClient("c").GetBlobClient("b").DownloadContentAsync());

        Assert.True(StorageFailure.Is(failure), failure.ToString());
    }

    [Fact]
    public async Task A_refused_connection_is_retried_three_times()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var endpoint = new Uri($"http://{free.LocalEndpoint}/account");
        free.Stop();

        var failure = await Assert.ThrowsAsync<AggregateException>(
            () => new BlobServiceClient(endpoint, Short.ApplyTo(new BlobClientOptions())).GetPropertiesAsync());

        Assert.True(StorageFailure.Is(failure), failure.ToString());
        Assert.Equal(4, failure.InnerExceptions.Count);
    }

    [Fact]
    public async Task A_cancelled_request_is_not_retried()
    {
        await using var silent = SilentStorage.Start();
        var patient = Short with { AttemptTimeout = Timeout };
        var tables = new TableServiceClient(silent.ConnectionString, patient.ApplyTo(new TableClientOptions()));
        using var cancel = new CancellationTokenSource();

        var asking = tables.CreateTableIfNotExistsAsync("Sessions", cancel.Token);
        await cancel.CancelAsync();

        Assert.False(StorageFailure.Is(await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Timeout))));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(40 * 1024 * 1024, 170)]
    public async Task A_request_with_a_long_body_gets_more_time(int bytes, int seconds)
    {
        var seen = new SeenTimeout();
        var options = StorageLimits.Default.ApplyTo(new BlobClientOptions());
        options.AddPolicy(seen, HttpPipelinePosition.PerRetry);
        var blob = new BlobClient(new Uri("http://127.0.0.1:1/account/c/b"), options);

        await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromBytes(new byte[bytes])));

        Assert.Equal(TimeSpan.FromSeconds(seconds), seen.Timeout);
    }

    private static async Task<Exception> FailureAsync(string connectionString, Func<BlobServiceClient, TableServiceClient, Task> send)
    {
        var blobs = new BlobServiceClient(connectionString, Short.ApplyTo(new BlobClientOptions()));
        var tables = new TableServiceClient(connectionString, Short.ApplyTo(new TableClientOptions()));
        var failure = await Record.ExceptionAsync(() => send(blobs, tables).WaitAsync(Timeout));
        return Assert.IsAssignableFrom<Exception>(failure);
    }

    /// <summary>Ends a request before it is sent.</summary>
    private sealed class SeenTimeout : HttpPipelineSynchronousPolicy
    {
        public TimeSpan? Timeout { get; private set; }

        public override void OnSendingRequest(HttpMessage message)
        {
            Timeout = message.NetworkTimeout;
            throw new RequestFailedException(400, "Not sent.");
        }
    }
}
