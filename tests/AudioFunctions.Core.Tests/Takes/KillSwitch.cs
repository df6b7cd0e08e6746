using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>The storage of a process that dies: from a certain request on nothing more comes through, in either direction.</summary>
internal sealed class KillSwitch : HttpPipelinePolicy
{
    private int _calls;
    private volatile bool _isDead;

    /// <summary>The number of the call that kills; the lease's renewals don't count, because they come when they like.</summary>
    public int At { get; init; } = int.MaxValue;

    /// <summary>Whether the last call still takes effect, and only its answer is not heard.</summary>
    public bool AfterEffect { get; init; }

    public int Calls => Volatile.Read(ref _calls);

    public bool IsDead => _isDead;

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

    public void Kill() => _isDead = true;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isLast = !IsRenewal(message) && Interlocked.Increment(ref _calls) == At;
        if (!_isDead && !(isLast && !AfterEffect))
            await ProcessNextAsync(message, pipeline);
        if (isLast)
            _isDead = true;
        // Dead: whoever waits for an answer waits for ever.
        if (_isDead)
            await new TaskCompletionSource().Task;
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    private static bool IsRenewal(HttpMessage message) => message.Request.Uri.Query.Contains("comp=metadata", StringComparison.Ordinal);
}
