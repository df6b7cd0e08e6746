using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.TestApp;

public sealed partial class LogFunctions(ILogger<LogFunctions> logger)
{
    [Function("LogsAtEveryLevel")]
    public IResult LogsAtEveryLevel([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        DebugEvent();
        InformationEvent("one\ntwo");
        WarningEvent();
        return Results.Ok();
    }

    [LoggerMessage(1, LogLevel.Debug, "a debug event")]
    private partial void DebugEvent();

    [LoggerMessage(2, LogLevel.Information, "an information event: {Text}")]
    private partial void InformationEvent(string text);

    [LoggerMessage(3, LogLevel.Warning, "a warning event")]
    private partial void WarningEvent();
}
