using AudioFunctions.Estimates;
using AudioFunctions.Scripts;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Http;

/// <summary><c>scripts/estimate</c>: what a production would take and cost. Nothing is spoken, nothing is stored.</summary>
public sealed class EstimateFunctions(HttpEdge edge, VoiceProfileStore voices, ScriptEstimator estimator)
{
    [Function("EstimateScriptHttp")]
    public Task<IResult> Estimate(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "scripts/estimate")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.AnswerAsync(request, async () =>
        {
            var (script, problem) = await ScriptRequest.ReadAsync(request, cancellationToken);
            if (problem is not null)
                return problem;

            // Read once: what the script is checked against is what it is estimated with.
            var profiles = await voices.ByCharacterAsync(cancellationToken);
            var context = new ScriptContext(profiles.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase), script!.ProjectName);
            var reading = ScriptReader.Read(script.Text.Span, context);
            return reading.Script is null
                ? ValidationAnswer.Of(reading.Validation, StatusCodes.Status422UnprocessableEntity)
                : HttpEdge.Json(await estimator.EstimateAsync(reading.Script, profiles, reusedBeats: [], cancellationToken));
        });
}
