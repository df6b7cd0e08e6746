namespace AudioFunctions.Cli.Tests.Running;

/// <summary>Tests that start real processes don't run in parallel, because they would only compete for the CPU.</summary>
[CollectionDefinition(nameof(Supervised))]
public sealed class Supervised;
