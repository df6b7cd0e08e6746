using AudioFunctions.LocalHost.Worker.Rpc;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>The function failed in the app. The extensions take this text apart: it has the official host's form.</summary>
internal sealed class WorkerFailedException(StatusResult result)
    : Exception($"Result: {result.Status}\nException: {result.Exception?.Message}\nStack: {result.Exception?.StackTrace}");
