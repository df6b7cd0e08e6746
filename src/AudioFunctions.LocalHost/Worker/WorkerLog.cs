using AudioFunctions.LocalHost.Worker.Rpc;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>Writes the app's log entries to the host's log, under their own categories.</summary>
internal sealed class WorkerLog(ILoggerFactory loggers)
{
    public void Write(RpcLog entry)
    {
        var logger = loggers.CreateLogger(entry.Category.Length == 0 ? "Worker" : entry.Category);
        // Trace to Critical have the same values in both enums.
        var level = entry.Level is RpcLog.Types.Level.None ? LogLevel.None : (LogLevel)(int)entry.Level;
        if (!logger.IsEnabled(level))
            return;

        var exception = entry.Exception is { } e ? $"{Environment.NewLine}{e.Message}{Environment.NewLine}{e.StackTrace}" : "";
        logger.Log(level, default, entry.Message + exception, null, static (text, _) => text);
    }
}
