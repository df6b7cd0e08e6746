using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

public sealed class WorkerOptions
{
    /// <summary>Turns durable inputs, outputs, events and custom statuses into JSON and back. Default: System.Text.Json's own settings.</summary>
    public ObjectSerializer? Serializer { get; set; }
}
