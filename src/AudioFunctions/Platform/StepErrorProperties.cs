using AudioFunctions.Sessions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace AudioFunctions.Platform;

/// <summary>
/// Adds a step's error to the failure that the engine stores and passes to the orchestrator. The engine's status of an orchestration drops it;
/// see <see cref="FailedStatus"/>.
/// </summary>
internal sealed class StepErrorProperties : IExceptionPropertiesProvider
{
    private const string Code = "code";
    private const string Message = "message";

    public IDictionary<string, object?>? GetExceptionProperties(Exception exception) => StepFailures.ErrorOf(exception) is { } error
        ? new Dictionary<string, object?> { [Code] = error.Code, [Message] = error.Message }
        : null;

    /// <returns>Null if the failure isn't a step's, or is from a version that stored only its text.</returns>
    public static BeatError? Read(TaskFailureDetails failure) =>
        failure.Properties is { } properties && TextIn(properties, Code) is { } code && TextIn(properties, Message) is { } message
            ? new BeatError(code, message)
            : null;

    private static string? TextIn(IDictionary<string, object?> properties, string name) =>
        properties.TryGetValue(name, out var value) ? value as string : null;
}
