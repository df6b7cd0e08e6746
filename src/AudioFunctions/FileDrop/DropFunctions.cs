using System.Text.Json;
using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using AudioFunctions.Voices;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.FileDrop;

/// <summary>
/// The file drop: an <c>.els</c> file in container <c>els-drop</c> starts a production. The function may run several times for a file, even
/// concurrently: the session's id is made from container, name and ETag. Nothing is deleted from the drop.
/// </summary>
public sealed partial class DropFunctions(
    VoiceProfileStore voices, ProductionStarter starter, DropReports reports, DropRetry retry, ILogger<DropFunctions> logger)
{
    // Event Grid reacts within seconds, and is the only source available in every plan. Scanning takes minutes, and logs may miss a file.
    [Function("DropScript")]
    public async Task Drop(
        [BlobTrigger(DroppedFile.ContainerName + "/{name}.els", Source = BlobTriggerSource.EventGrid, Connection = "AzureWebJobsStorage")] BlobClient blob,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        // With Event Grid, the host doesn't enforce the pattern above: it runs this for any blob with an event.
        if (DroppedFile.NameOf(blob) is not { } name)
            return;

        DroppedFile? file = null;
        try
        {
            await retry.RunAsync(
                async token =>
                {
                    file = await DroppedFile.FindAsync(blob, token);
                    // If the file was replaced in the meantime, the new version has its own event.
                    if (file is not null && await ReportOnAsync(client, file, token) is { } report)
                        await reports.WriteAsync(name, file, report, token);
                },
                cancellationToken);
        }
        catch (Exception failure) when (file is not null && !cancellationToken.IsCancellationRequested)
        {
            await TryReportAsync(name, file, failure, cancellationToken);
            // The host retries, and moves the event to the poison queue after the last attempt.
            throw;
        }
    }

    /// <summary>Starts the production of this version and returns the report; null if the file was replaced or removed.</summary>
    private async Task<DropReport?> ReportOnAsync(DurableTaskClient client, DroppedFile file, CancellationToken cancellationToken)
    {
        if (await file.ReadAsync(cancellationToken) is not { } text)
            return null;
        var context = await voices.ScriptContextAsync(projectName: null, cancellationToken);
        var reading = ScriptReader.Read(text.Span, context);
        if (reading.Script is null)
            return new DropReport(false, null, reading.Validation.Bounded(), null, file.VersionText);

        var request = new ProductionRequest(file.SessionId, text, reading.Script, ProjectName: null);
        var response = await starter.StartAsync(client, request, cancellationToken);
        return response.Start is ProductionStart.Started
            ? new DropReport(true, file.SessionId, null, null, file.VersionText)
            : new DropReport(false, null, null, Refused(response), file.VersionText);
    }

    private static DropError Refused(ProductionResponse response) => response.Start switch
    {
        ProductionStart.InsufficientCredits => new(
            SpeechCodes.QuotaExceeded, $"{response.Shortage} Upload the file again when there are enough, or use POST sessions with ignore_quota."),
        ProductionStart.BeingDeleted => new(
            "session-deleting", "The session of this file is being deleted; upload the file again for a new session."),
        // The codes of the other results are their names.
        _ => new(
            JsonNamingPolicy.KebabCaseLower.ConvertName(response.Start.ToString()),
            "The production of this script was refused; fix the cause, then upload the file again."),
    };

    private async Task TryReportAsync(string name, DroppedFile file, Exception failure, CancellationToken cancellationToken)
    {
        var error = StorageFailure.Is(failure)
            ? new DropError(StepFailures.StorageUnavailable, StorageFailure.Describe(failure))
            : new DropError(StepFailures.Unexpected, "An unexpected failure occurred; the service's log has the details.");
        try
        {
            await reports.WriteAsync(name, file, new DropReport(false, null, null, error, file.VersionText), cancellationToken);
        }
        catch (Exception unwritten) when (!cancellationToken.IsCancellationRequested)
        {
            NotReported(unwritten, name);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Could not write the report on {Name}, which failed")]
    private partial void NotReported(Exception unwritten, string name);
}
