using System.Net;
using System.Net.Sockets;

namespace AudioFunctions.Cli.Supervision;

/// <summary>TCP ports of this machine.</summary>
internal static class Ports
{
    public static bool IsFree(int port) => BindError(port) is null;

    /// <summary>Why a program can't listen on a port; null if it can.</summary>
    public static SocketError? BindError(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    /// <summary>The wanted ports, or as many others if one of them is in use.</summary>
    public static int[] FreeOrOthers(int[] wanted)
    {
        if (wanted.All(IsFree))
            return wanted;

        // Keep all open until all are known, so that no port is returned twice.
        var listeners = wanted.Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var others = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Dispose());
        return others;
    }
}
