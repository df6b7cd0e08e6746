using AudioFunctions.Platform;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Speech;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Scripts;

/// <summary><c>scripts/validate</c> and <c>scripts/parse</c>: nothing is stored.</summary>
public sealed class ScriptFunctions(ScriptContexts contexts)
{
    [Function("ValidateScriptHttp")]
    public Task<IResult> Validate(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "scripts/validate")] HttpRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, reading => ValidationResponse.Of(reading.Validation), cancellationToken);

    [Function("ParseScriptHttp")]
    public Task<IResult> Parse(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "scripts/parse")] HttpRequest request, CancellationToken cancellationToken) =>
        ReadAsync(
            request,
            reading => reading.Script is { } script
                ? ProductResults.Json(script)
                : ValidationResponse.Of(reading.Validation, StatusCodes.Status422UnprocessableEntity),
            cancellationToken);

    private async Task<IResult> ReadAsync(HttpRequest request, Func<ParseResult, IResult> response, CancellationToken cancellationToken)
    {
        var (script, problem) = await ScriptRequest.ReadAsync(request, cancellationToken);
        if (problem is not null)
            return problem;
        var context = await contexts.FindAsync(script!.ProjectName, cancellationToken);
        return response(ScriptReader.Read(script.Text.Span, context));
    }
}
