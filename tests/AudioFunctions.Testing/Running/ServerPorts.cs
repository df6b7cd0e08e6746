using System.Net;
using System.Net.Sockets;

namespace AudioFunctions.Testing.Running;

/// <summary>
/// Ports for servers that are stopped and started again. They lie below those that the system gives to outgoing connections: one of these
/// would take the port of a server that is down.
/// </summary>
public static class ServerPorts
{
    private const int First = 20_000;

    /// <summary>Linux gives outgoing connections 32768 and up (<c>net.ipv4.ip_local_port_range</c>).</summary>
    private const int Count = 32_768 - First;

    private static int Last = Random.Shared.Next(Count);

    /// <summary>A free one that this process has not been given before.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref Last) % Count);
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
