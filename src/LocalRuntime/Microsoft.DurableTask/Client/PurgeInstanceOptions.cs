namespace Microsoft.DurableTask.Client;

/// <param name="Recursive">Purges the instance's finished sub-orchestrations too.</param>
public record PurgeInstanceOptions(bool Recursive = false);
