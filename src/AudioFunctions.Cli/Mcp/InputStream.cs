namespace AudioFunctions.Cli.Mcp;

/// <summary>
/// Signals the end of the input without passing it on, because a transport that has read the end sends nothing more, and the last requests
/// still need their responses. A read at the end of the input blocks until it is cancelled.
/// </summary>
internal sealed class InputStream(Stream input) : Stream
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isAtEnd;

    /// <summary>Completes when everything has been read.</summary>
    public Task Ended => _ended.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isAtEnd)
        {
            _ended.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        // Reading from a console's stream can't be cancelled.
        var count = await Task.Run(() => input.Read(buffer.Span), cancellationToken).WaitAsync(cancellationToken);
        if (count > 0)
            return count;

        // Deliver the last line even if it has no line break.
        _isAtEnd = true;
        buffer.Span[0] = (byte)'\n';
        return 1;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
