namespace LocalRuntime.DurableTask;

/// <summary>Replayed code asked for something else than it did when its history was made, or waited for something not durable.</summary>
public sealed class NonDeterministicOrchestrationException(string message) : Exception(message);
