using Microsoft.Extensions.Logging;

namespace AudioFunctions.Telemetry;

/// <summary>What is tidied up when work has ended. If that fails, it is logged, so that the work's own outcome stands.</summary>
public static partial class CleanUp
{
    /// <param name="what">Names for the log what is left behind.</param>
    public static async Task TryAsync(string what, Func<Task> cleanUp, ILogger logger)
    {
        try
        {
            await cleanUp();
        }
        catch (Exception failure)
        {
            LeftBehind(logger, failure, what);
        }
    }

    /// <inheritdoc cref="TryAsync"/>
    public static void Try(string what, Action cleanUp, ILogger logger)
    {
        try
        {
            cleanUp();
        }
        catch (Exception failure)
        {
            LeftBehind(logger, failure, what);
        }
    }

    [LoggerMessage(300, LogLevel.Warning, "Could not clean up: {What} is left behind")]
    private static partial void LeftBehind(ILogger logger, Exception failure, string what);
}
