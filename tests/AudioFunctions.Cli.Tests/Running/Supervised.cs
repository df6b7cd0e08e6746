namespace AudioFunctions.Cli.Tests.Running;

/// <summary>Runs that start real processes take turns: side by side they would only fight for two cores.</summary>
[CollectionDefinition(nameof(Supervised))]
public sealed class Supervised;
