using AudioFunctions.Estimates;
using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Scripts;

/// <summary><c>scripts/estimate</c>: the requests and credits a production would take. Nothing is spoken or stored.</summary>
public sealed class EstimateFunctions(
    VoiceProfileStore voices, ScriptContexts contexts, ScriptEstimator estimator, ProductionAdmission admission, TakeReuse takes)
{
    [Function("EstimateScriptHttp")]
    public async Task<IResult> Estimate(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "scripts/estimate")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (script, problem) = await ScriptRequest.ReadAsync(request, cancellationToken);
        if (problem is not null)
            return problem;

        // Read the profiles once, so that validation and estimate use the same ones.
        var profiles = await voices.ByCharacterAsync(cancellationToken);
        var context = await contexts.ForAsync(profiles.Values, script!.ProjectName, cancellationToken);
        var reading = ScriptReader.Read(script.Text.Span, context);
        if (reading.Script is null)
            return ValidationResponse.Of(reading.Validation, StatusCodes.Status422UnprocessableEntity);
        if (await admission.RefuseReuseAsync(client, script.ReuseFrom, cancellationToken) is { } refusal)
            return Problem.Of(request, StartRefusals.Of(refusal, script.ReuseFrom));

        var reused = await takes.FindBeatsAsync(script.ReuseFrom, reading.Script, cancellationToken);
        var estimate = await estimator.EstimateAsync(
            reading.Script, profiles, reused, RegenerateSettings.None, script.Takes ?? 1, cancellationToken);
        return ProductResults.Json(estimate with
        {
            Warnings = [.. estimate.Warnings, .. reading.Validation.Bounded().WarningsOf(DiagnosticCodes.SettingWithoutEffect)],
        });
    }
}
