using Azure.Core;

namespace Azure.Data.Tables.Http;

/// <summary>A request body that can be sent again on every retry.</summary>
internal sealed class BufferContent(PooledBuffer buffer) : RequestContent
{
    public override bool TryComputeLength(out long length)
    {
        length = buffer.Length;
        return true;
    }

    public override void WriteTo(Stream stream, CancellationToken cancellation) => stream.Write(buffer.Written.Span);

    public override async Task WriteToAsync(Stream stream, CancellationToken cancellation) =>
        await stream.WriteAsync(buffer.Written, cancellation);

    public override void Dispose()
    {
        // The memory goes back through TableRequests, which knows whether an attempt may still be reading it.
    }
}
