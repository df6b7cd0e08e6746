using LocalRuntime.Functions.Discovery;

namespace LocalRuntime.Functions.Blobs;

/// <summary>A function that a blob runs.</summary>
internal sealed record BlobFunction(FunctionDescriptor Function, BlobPattern Path);
