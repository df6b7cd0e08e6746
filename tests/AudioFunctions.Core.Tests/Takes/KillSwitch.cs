using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>The storage of a process that dies: after a certain request, nothing is transferred in either direction.</summary>
internal sealed class KillSwitch : HttpPipelinePolicy
{
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    /// <summary>The number of the call that kills; the lease's renewals don't count, because their timing varies.</summary>
    public int At { get; init; } = int.MaxValue;

    /// <summary>Whether the last call still takes effect and only its response is lost.</summary>
    public bool AfterEffect { get; init; }

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Ends when the process dies.</summary>
    public Task Died => _died.Task;

    private bool IsDead => _died.Task.IsCompleted;

    public BlobServiceClient Client(string connection)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new BlobServiceClient(connection, options);
    }

    public TableServiceClient Tables(string connection)
    {
        var options = new TableClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new TableServiceClient(connection, options);
    }

    public void Kill() => _died.TrySetResult();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isLast = !IsRenewal(message) && Interlocked.Increment(ref _calls) == At;
        if (!IsDead && !(isLast && !AfterEffect))
            await ProcessNextAsync(message, pipeline);
        if (isLast)
            Kill();
        // Dead: callers wait for a response forever.
        if (IsDead)
            await new TaskCompletionSource().Task;
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    private static bool IsRenewal(HttpMessage message) => message.Request.Uri.Query.Contains("comp=metadata", StringComparison.Ordinal);
}
