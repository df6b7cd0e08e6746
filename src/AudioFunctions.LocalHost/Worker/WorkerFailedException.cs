using AudioFunctions.LocalHost.Worker.Rpc;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>The function failed in the app. The message has the official host's format, because the extensions parse it.</summary>
internal sealed class WorkerFailedException(StatusResult result)
    : Exception($"Result: {result.Status}\nException: {result.Exception?.Message}\nStack: {result.Exception?.StackTrace}");
