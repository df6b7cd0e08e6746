using System.Text.Json.Serialization;
using AudioFunctions.Scripts;

namespace AudioFunctions.FileDrop;

/// <summary>
/// The report on a dropped file: <c>els-reports/{name}.json</c>. One of the three values after <paramref name="Accepted"/> isn't null.
/// </summary>
/// <param name="SessionId">The started production.</param>
/// <param name="Validation">If the script is invalid: the result of <c>POST scripts/validate</c>.</param>
/// <param name="Error">Why the file could not be read, or a valid script was not produced.</param>
/// <param name="Etag">The file's version.</param>
public sealed record DropReport(
    bool Accepted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SessionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ValidationResult? Validation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DropError? Error,
    string Etag);

/// <param name="Code">Part of the contract: never renamed.</param>
/// <param name="Message">A sentence that says what to do.</param>
public sealed record DropError(string Code, string Message);
