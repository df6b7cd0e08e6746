namespace AudioFunctions.LocalHost.Tests.Running;

/// <summary>Tests that change environment variables of the test process don't run in parallel.</summary>
[CollectionDefinition(nameof(ProcessEnvironment))]
public sealed class ProcessEnvironment;
