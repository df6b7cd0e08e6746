using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.TestApp;

/// <summary>Does what the content of the blob says.</summary>
public sealed partial class BlobFunctions(Signals signals, ILogger<BlobFunctions> logger)
{
    private static readonly TimeSpan FilePollInterval = TimeSpan.FromMilliseconds(20);

    [Function("Drop")]
    public async Task Drop(
        [BlobTrigger("drops/in/{name}.txt", Connection = "AzureWebJobsStorage")] BlobClient blob, string name, CancellationToken cancellationToken)
    {
        var content = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToString();
        signals.Count(name);
        Begins(name, content);
        if (content == "fail")
            throw new InvalidOperationException($"{name} failed");
        if (content == "hang")
            await Task.Delay(Timeout.Infinite, cancellationToken);
        if (content == "end the process")
            Environment.FailFast(null);
        // While the file that it names is there.
        while (File.Exists(content))
            await Task.Delay(FilePollInterval, cancellationToken);
        Ends(name);
        signals.Set($"{name} ended");
    }

    [LoggerMessage(1, LogLevel.Warning, "begins {Name}: {Content}")]
    private partial void Begins(string name, string content);

    [LoggerMessage(2, LogLevel.Warning, "ends {Name}")]
    private partial void Ends(string name);
}
