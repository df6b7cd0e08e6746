namespace Microsoft.DurableTask.Client;

/// <param name="Output">Becomes the terminated instance's output.</param>
/// <param name="Recursive">Terminates the instance's unfinished sub-orchestrations too, after the instance itself.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
