using System.Text.Json.Serialization;
using AudioFunctions.Pronunciations;
using AudioFunctions.Serialization;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Platform;

/// <summary>RFC 9457 problem details with a code for programs.</summary>
/// <param name="Type">Always <c>about:blank</c>: the code says what happened.</param>
/// <param name="Detail">A sentence that says what to do.</param>
/// <param name="Instance">The path of the request.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Instance, string Code)
{
    /// <summary>The problem of each field, if the request can have several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PronunciationProblem>? Errors { get; init; }

    private const string ContentType = "application/problem+json";

    public static IResult Of(
        HttpRequest request, int status, string code, string detail, IReadOnlyList<PronunciationProblem>? errors = null) => Results.Json(
        new Problem("about:blank", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), status, detail, request.Path, code)
        {
            Errors = errors,
        },
        ProductJson.Options,
        ContentType,
        status);

    public static IResult Of(HttpRequest request, Refusal refusal) => Of(request, refusal.Status, refusal.Code, refusal.Detail);

    public static IResult SessionNotFound(HttpRequest request, string sessionId) => Of(request, Refusal.SessionNotFound(sessionId));

    public static IResult BeatNotFound(HttpRequest request, string beatId) => Of(request, Refusal.BeatNotFound(beatId));

    public static IResult Conflict(HttpRequest request, string code, string detail) =>
        Of(request, StatusCodes.Status409Conflict, code, detail);

    public static IResult PreconditionFailed(HttpRequest request, string detail) =>
        Of(request, StatusCodes.Status412PreconditionFailed, "precondition-failed", detail);
}
