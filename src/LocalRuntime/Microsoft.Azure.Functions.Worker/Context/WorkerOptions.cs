using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

public sealed class WorkerOptions
{
    /// <summary>
    /// Turns durable inputs, outputs, events and custom statuses into JSON and back. Where null: System.Text.Json with the
    /// app's <see cref="System.Text.Json.JsonSerializerOptions"/>, which by default read property names in any case.
    /// </summary>
    public ObjectSerializer? Serializer { get; set; }
}
