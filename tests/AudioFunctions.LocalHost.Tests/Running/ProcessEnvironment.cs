namespace AudioFunctions.LocalHost.Tests.Running;

/// <summary>Tests that change environment variables of the test process take turns.</summary>
[CollectionDefinition(nameof(ProcessEnvironment))]
public sealed class ProcessEnvironment;
