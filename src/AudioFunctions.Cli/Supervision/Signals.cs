using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AudioFunctions.Cli.Supervision;

/// <summary>POSIX signals to processes; .NET itself can only kill.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    private const int NoSuchProcess = 3;

    /// <summary>False where the process is gone already.</summary>
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
