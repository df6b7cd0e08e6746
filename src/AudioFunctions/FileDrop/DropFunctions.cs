using System.Text.Json;
using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using AudioFunctions.Voices;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.FileDrop;

/// <summary>
/// The file drop: an <c>.els</c> put into container <c>els-drop</c> starts a production. May run more than once for a file, and twice at once:
/// the session's id comes from container, name and ETag. Nothing is deleted from the drop.
/// </summary>
public sealed partial class DropFunctions(
    VoiceProfileStore voices, ProductionStarter starter, DropReports reports, DropRetry retry, ILogger<DropFunctions> logger)
{
    // Event Grid: within seconds, and the only source that every plan has. Scanning finds a file after minutes, and logs may miss one.
    [Function("DropScript")]
    public async Task Drop(
        [BlobTrigger(DroppedFile.ContainerName + "/{name}.els", Source = BlobTriggerSource.EventGrid, Connection = "AzureWebJobsStorage")] BlobClient blob,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        // The host runs this for any blob that Event Grid tells it of: with that source the pattern above is not enforced.
        if (DroppedFile.NameOf(blob) is not { } name)
            return;

        DroppedFile? file = null;
        try
        {
            await retry.RunAsync(
                async token =>
                {
                    file = await DroppedFile.FindAsync(blob, token);
                    // Replaced meanwhile: that is an event of its own.
                    if (file is not null && await ReportOnAsync(client, file, token) is { } report)
                        await reports.WriteAsync(name, file, report, token);
                },
                cancellationToken);
        }
        catch (Exception failure) when (file is not null && !cancellationToken.IsCancellationRequested)
        {
            await TryReportAsync(name, file, failure, cancellationToken);
            // The host tries again, and sets the file aside when it has tried often enough.
            throw;
        }
    }

    /// <summary>What becomes of this version; null if there is another one by now, or none.</summary>
    private async Task<DropReport?> ReportOnAsync(DurableTaskClient client, DroppedFile file, CancellationToken cancellationToken)
    {
        if (await file.ReadAsync(cancellationToken) is not { } text)
            return null;
        var context = await voices.ScriptContextAsync(projectName: null, cancellationToken);
        var reading = ScriptReader.Read(text.Span, context);
        if (reading.Script is null)
            return new DropReport(false, null, reading.Validation.Bounded(), null, file.VersionText);

        var request = new ProductionRequest(file.SessionId, text, reading.Script, ProjectName: null);
        var answer = await starter.StartAsync(client, request, cancellationToken);
        return answer.Start is ProductionStart.Started
            ? new DropReport(true, file.SessionId, null, null, file.VersionText)
            : new DropReport(false, null, null, Refused(answer), file.VersionText);
    }

    private static DropError Refused(ProductionResponse answer) => answer.Start switch
    {
        ProductionStart.CannotBePaid => new(
            SpeechCodes.QuotaExceeded, $"{answer.Shortage} When there are enough, put the file there again; POST sessions has ignore_quota."),
        ProductionStart.BeingDeleted => new(
            "session-deleting", "The session of this file is being deleted; put the file there again for a new session."),
        // The other names become codes as they are.
        _ => new(
            JsonNamingPolicy.KebabCaseLower.ConvertName(answer.Start.ToString()),
            "The production of this script was refused; when the cause is gone, put the file there again."),
    };

    private async Task TryReportAsync(string name, DroppedFile file, Exception failure, CancellationToken cancellationToken)
    {
        var error = StorageFailure.Is(failure)
            ? new DropError(StepFailures.StorageUnavailable, StorageFailure.Describe(failure))
            : new DropError(StepFailures.Unexpected, "Something unexpected failed; the log of the service has the details.");
        try
        {
            await reports.WriteAsync(name, file, new DropReport(false, null, null, error, file.VersionText), cancellationToken);
        }
        catch (Exception unwritten) when (!cancellationToken.IsCancellationRequested)
        {
            NotReported(unwritten, name);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The report on {Name}, which failed, could not be written")]
    private partial void NotReported(Exception unwritten, string name);
}
