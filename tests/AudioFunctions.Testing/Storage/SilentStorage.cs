using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AudioFunctions.Testing.Storage;

/// <summary>Storage that accepts every connection and never answers, or never finishes its answer.</summary>
public sealed class SilentStorage : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _beginning;
    private readonly Task _accepting;

    /// <param name="beginning">What comes of each answer; nothing by default.</param>
    private SilentStorage(string beginning)
    {
        _beginning = Encoding.ASCII.GetBytes(beginning);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string ConnectionString
    {
        get
        {
            var address = $"http://{_listener.LocalEndpoint}/{AzuriteServer.AccountName}";
            return $"DefaultEndpointsProtocol=http;AccountName={AzuriteServer.AccountName};AccountKey={AzuriteServer.AccountKey};"
                + $"BlobEndpoint={address};QueueEndpoint={address};TableEndpoint={address};";
        }
    }

    public static SilentStorage Start() => new("");

    /// <summary>Sends headers and the first byte of the body, then nothing more.</summary>
    public static SilentStorage StartBreakingOff() => new(
        "HTTP/1.1 200 OK\r\nETag: \"0x1\"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: application/json\r\n"
        + "x-ms-blob-type: BlockBlob\r\nContent-Length: 1000\r\nContent-Range: bytes 0-999/1000\r\n\r\n{");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Before the listener goes: it may be about to accept again.
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ListenAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    /// <summary>Until the client gives up.</summary>
    private async Task ListenAsync(TcpClient client)
    {
        using var connection = client;
        var buffer = new byte[64 * 1024];
        try
        {
            var stream = connection.GetStream();
            if (await stream.ReadAsync(buffer, _stop.Token) == 0)
                return;
            await stream.WriteAsync(_beginning, _stop.Token);
            while (await stream.ReadAsync(buffer, _stop.Token) > 0)
            {
                // The rest of the request's body.
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The client cut the connection, or the test is over.
        }
    }
}
