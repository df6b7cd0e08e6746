namespace AudioFunctions.LocalHost.Worker;

/// <summary>
/// There is no worker, or it died before it answered. The type's base and the message are what the Durable extension takes for a worker that
/// is gone: it abandons the work item and tries again, instead of failing the function.
/// </summary>
internal sealed class WorkerGoneException() : InvalidOperationException("Did not find any initialized language workers");
