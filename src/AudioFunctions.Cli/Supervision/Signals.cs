using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AudioFunctions.Cli.Supervision;

/// <summary>Sends POSIX signals to processes, because .NET can only kill.</summary>
internal static class Signals
{
    /// <summary>
    /// Asks the host and Azurite for an orderly stop. SIGINT doesn't work, because commands that a shell starts in the background ignore it.
    /// </summary>
    public const int Terminate = 15;

    private const int NoSuchProcess = 3;

    /// <summary>False if the process has ended already.</summary>
    public static bool Send(int processId, int signal)
    {
        if (Kill(processId, signal) == 0)
            return true;

        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new Win32Exception(error);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
