using System.Diagnostics;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AudioFunctions.Benchmarks.Sessions;

/// <summary>Counts what a client asks of the storage: requests, and bytes of the answers' bodies.</summary>
internal sealed class StorageMeter : HttpPipelinePolicy
{
    private int _requests;
    private long _bytes;

    public int Requests => _requests;

    public long Bytes => _bytes;

    /// <summary>Rows of the answers, from their bodies: each has one <c>odata.etag</c>.</summary>
    public int Rows { get; private set; }

    public void Reset() => (_requests, _bytes, Rows) = (0, 0, 0);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        Count(message.Response);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new UnreachableException("The product only asks asynchronously.");

    private void Count(Response answer)
    {
        var body = answer.Content.ToMemory().Span;
        lock (this)
        {
            _requests++;
            _bytes += body.Length;
            Rows += body.Count("\"odata.etag\""u8);
        }
    }
}
