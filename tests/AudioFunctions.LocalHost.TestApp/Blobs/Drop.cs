using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.LocalHost.TestApp.Blobs;

public sealed class Drop(Journal journal)
{
    /// <summary>Notes each call under the blob's name. Content <c>fail</c> makes it fail.</summary>
    [Function("Dropped")]
    public async Task DroppedAsync(
        [BlobTrigger("%DropContainer%/in/{name}.txt", Source = BlobTriggerSource.EventGrid, Connection = "AzureWebJobsStorage")] string content,
        string name, FunctionContext context)
    {
        await journal.AddAsync($"dropped/{name}", content, context.CancellationToken);
        if (content == "fail")
            throw new InvalidOperationException("This file always fails.");
    }
}
