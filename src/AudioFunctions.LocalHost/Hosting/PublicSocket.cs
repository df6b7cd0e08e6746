using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>
/// The public socket. It listens before anything else starts: a port that is taken stops the start at once, with nothing to undo; and who
/// connects early waits until the host can answer.
/// </summary>
internal sealed class PublicSocket : IDisposable
{
    private readonly Socket _socket;

    private PublicSocket(Socket socket) => _socket = socket;

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <exception cref="StartupException">The port is taken or forbidden.</exception>
    public static PublicSocket Open(int port)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(IPAddress.Loopback, port));
            // Two sockets may be bound to one port; only one may listen.
            socket.Listen();
            return new PublicSocket(socket);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            var reason = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "is in use: stop the program that uses it, or name another port with --port (0 takes any free one).",
                SocketError.AccessDenied => "may not be used by this user: name one from 1024 with --port.",
                _ => $"can't be opened: {e.Message}",
            };
            throw new StartupException($"Port {port} on 127.0.0.1 {reason}", e);
        }
    }

    /// <summary>The socket, for the server to keep.</summary>
    public Socket Take() => _socket;

    public void Dispose() => _socket.Dispose();
}
