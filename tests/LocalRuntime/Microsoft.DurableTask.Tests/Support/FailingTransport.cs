using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Microsoft.DurableTask.Tests.Support;

/// <summary>
/// A process that dies at its n-th write to storage: that write does or does not reach the storage, its answer never comes back,
/// and nothing goes through after it.
/// </summary>
internal sealed class FailingTransport(int diesAtWrite, bool lastWriteArrives) : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _real = new();
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    /// <summary>Ends when the fatal write has been tried.</summary>
    public Task Died => _died.Task;

    public int Writes => _writes;

    public TableServiceClient Tables(string connectionString)
    {
        var options = new TableClientOptions { Transport = this };
        options.Retry.MaxRetries = 0;
        return new TableServiceClient(connectionString, options);
    }

    public BlobServiceClient Blobs(string connectionString)
    {
        var options = new BlobClientOptions { Transport = this };
        options.Retry.MaxRetries = 0;
        return new BlobServiceClient(connectionString, options);
    }

    public void Dispose() => _real.Dispose();

    public override Request CreateRequest() => _real.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The engine only does asynchronous I/O.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var number = message.Request.Method == RequestMethod.Get ? 0 : Interlocked.Increment(ref _writes);
        if (_died.Task.IsCompleted || number > diesAtWrite)
            throw new IOException("The process is dead.");
        if (number < diesAtWrite)
        {
            await _real.ProcessAsync(message);
            return;
        }

        if (lastWriteArrives)
            await _real.ProcessAsync(message);
        _died.TrySetResult();
        throw new IOException("The process died.");
    }
}
