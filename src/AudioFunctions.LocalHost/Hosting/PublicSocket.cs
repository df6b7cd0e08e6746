using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>
/// The public socket. It listens before anything else starts, so that a port in use stops the start with nothing to undo, and early clients
/// wait until the host is ready.
/// </summary>
internal sealed class PublicSocket(Socket socket) : IDisposable
{
    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <exception cref="StartupException">The port is in use or needs more rights.</exception>
    public static PublicSocket Open(int port)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(IPAddress.Loopback, port));
            // Two sockets can be bound to one port, but only one can listen.
            socket.Listen();
            return new PublicSocket(socket);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            var reason = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "is in use: stop the program that uses it, or choose another port with --port (0 for any free one).",
                SocketError.AccessDenied => "is not allowed for this user: choose one from 1024 with --port.",
                _ => $"can't be opened: {e.Message}",
            };
            throw new StartupException($"Port {port} on 127.0.0.1 {reason}", e);
        }
    }

    /// <summary>Returns the socket to the server, which then owns it.</summary>
    public Socket Take() => socket;

    public void Dispose() => socket.Dispose();
}
