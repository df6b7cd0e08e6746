using System.Net;
using System.Net.Sockets;
using LocalRuntime.Functions.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace LocalRuntime.Functions.Hosting;

/// <summary>
/// The listening socket, opened before anything else starts: a port that is taken stops the start at once, with nothing
/// to undo and one sentence to say.
/// </summary>
internal sealed class LoopbackSocket(LocalRuntimeOptions options) : IDisposable
{
    private Socket? _socket;

    public IPEndPoint EndPoint { get; } = new(IPAddress.Loopback, options.Port);

    /// <exception cref="StartupException">The port is taken or forbidden.</exception>
    public void Open()
    {
        try
        {
            _socket = SocketTransportOptions.CreateDefaultBoundListenSocket(EndPoint);
            // Two sockets may be bound to one port; only one may listen.
            _socket.Listen();
        }
        catch (SocketException e)
        {
            _socket?.Dispose();
            var reason = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "is already in use; stop the program that uses it",
                SocketError.AccessDenied => "may not be used by this user; use a port from 1024",
                _ => $"cannot be opened ({e.Message})",
            };
            throw new StartupException(
                $"Port {EndPoint.Port} on {EndPoint.Address} {reason}, or set LocalRuntime__Port to another port (0 for any free one).", e);
        }
    }

    /// <summary>The socket, for the server to keep.</summary>
    public Socket Take() => Interlocked.Exchange(ref _socket, null) ?? throw new InvalidOperationException("The socket is not open.");

    public void Dispose() => _socket?.Dispose();
}
