using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds a <see cref="Microsoft.DurableTask.Client.DurableTaskClient"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The host.json's hub where null. The local runtime serves no other.</summary>
    public string? TaskHub { get; set; }

    /// <summary><c>AzureWebJobsStorage</c> where null. The local runtime knows no other.</summary>
    public string? ConnectionName { get; set; }
}
