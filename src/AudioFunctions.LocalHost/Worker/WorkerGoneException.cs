namespace AudioFunctions.LocalHost.Worker;

/// <summary>
/// There is no worker, or it died before it responded. By this base type and message the Durable extension recognizes a missing worker: it
/// abandons the work item and retries, instead of failing the function.
/// </summary>
internal sealed class WorkerGoneException() : InvalidOperationException("Did not find any initialized language workers");
