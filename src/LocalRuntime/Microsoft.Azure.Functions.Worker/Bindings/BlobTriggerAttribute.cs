using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BlobTriggerAttribute(string blobPath) : TriggerBindingAttribute
{
    /// <summary>Container and a pattern for the name: <c>drop/{name}.els</c>.</summary>
    public string BlobPath { get; } = blobPath;

    /// <summary>The setting that holds the storage connection; <c>AzureWebJobsStorage</c> where null. The local runtime knows no other.</summary>
    public string? Connection { get; set; }

    /// <summary>The local runtime lists the container, whatever the source.</summary>
    public BlobTriggerSource Source { get; set; } = BlobTriggerSource.LogsAndContainerScan;
}
