using System.Threading.Channels;

namespace LocalRuntime.DurableTask;

/// <summary>An instance's messages in the order they came. Many post, one takes.</summary>
internal sealed class Mailbox
{
    private readonly Channel<Message> _posted = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<Message> _first = new();

    /// <returns>False when the mailbox is closed.</returns>
    public bool Post(Message message) => _posted.Writer.TryWrite(message);

    /// <summary>Puts messages before all others. For the taker only.</summary>
    public void PutFirst(IEnumerable<Message> messages)
    {
        Message[] all = [.. messages, .. _first];
        _first.Clear();
        foreach (var message in all)
            _first.Enqueue(message);
    }

    /// <returns>False when the mailbox is closed and empty.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        _first.Count > 0 ? ValueTask.FromResult(true) : _posted.Reader.WaitToReadAsync(cancellationToken);

    public List<Message> Take(int most)
    {
        List<Message> taken = [];
        while (taken.Count < most && (_first.TryDequeue(out var message) || _posted.Reader.TryRead(out message)))
            taken.Add(message);
        return taken;
    }

    /// <summary>What is in it can still be taken.</summary>
    public void Close() => _posted.Writer.TryComplete();
}
