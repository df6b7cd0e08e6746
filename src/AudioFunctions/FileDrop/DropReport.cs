using System.Text.Json.Serialization;
using AudioFunctions.Scripts;

namespace AudioFunctions.FileDrop;

/// <summary>
/// What became of a dropped file: <c>els-reports/{name}.json</c>. One of the three that follow <paramref name="Accepted"/> is there.
/// </summary>
/// <param name="SessionId">The production that was started.</param>
/// <param name="Validation">As <c>POST scripts/validate</c> answers, where the script is invalid.</param>
/// <param name="Error">Why a valid script, or one that could not be read, was not produced.</param>
/// <param name="Etag">The version of the file that this is about.</param>
public sealed record DropReport(
    bool Accepted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SessionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ValidationResult? Validation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DropError? Error,
    string Etag);

/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">A sentence a person can act on.</param>
public sealed record DropError(string Code, string Message);
