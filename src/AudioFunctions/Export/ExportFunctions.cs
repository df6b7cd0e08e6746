using AudioFunctions.Audio.Loudness;
using AudioFunctions.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Export;

/// <summary>Starts exports.</summary>
public sealed class ExportFunctions(ExportRequest export)
{
    private const string Form =
        "{\"master\", \"captions\", \"words\", \"zip\", \"wav\", \"stems\"}, each true or false, "
        + "\"loudness\": \"off\", \"short-video\", \"podcast\" or \"ebu\", \"fit\": {\"01_hook\": 4.5}, all optional";

    [Function("StartExport")]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/export")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonRequest.ReadAsync<ExportBody>(request, Form, cancellationToken);
        if (problem is not null)
            return problem;

        var (instanceId, refusal) = await export.StartAsync(client, id, body!.Options(), cancellationToken);
        return refusal is null
            ? DurableResponses.Started(request.HttpContext.Response, client, instanceId!, id)
            : Problem.Of(request, refusal);
    }

    private sealed record ExportBody(
        bool? Master,
        bool? Captions,
        bool? Words,
        bool? Zip,
        bool? Wav,
        bool? Stems,
        LoudnessProfile? Loudness,
        IReadOnlyDictionary<string, double>? Fit)
    {
        public ExportOptions Options() => new(
            Master ?? false, Captions ?? false, Zip ?? false, Words ?? false, Wav ?? false, Stems ?? false, Loudness ?? LoudnessProfile.Off, Fit);
    }
}
