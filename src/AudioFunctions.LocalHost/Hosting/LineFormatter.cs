using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>One line per event: UTC time, level, the last part of the category, message. Exceptions follow on separate lines.</summary>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    private static readonly string[] Levels = ["trace", "debug", "info ", "warn ", "error", "fatal"];

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        // The WebJobs SDK logs function results for telemetry, without a text.
        if (logEntry.Formatter(logEntry.State, logEntry.Exception) is not { } message)
            return;
        var time = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var category = logEntry.Category.Split('.')[^1];
        textWriter.WriteLine($"{time} {Levels[(int)logEntry.LogLevel]} {category}: {message.ReplaceLineEndings(" ")}");
        if (logEntry.Exception is { } exception)
            textWriter.WriteLine(exception);
    }
}
