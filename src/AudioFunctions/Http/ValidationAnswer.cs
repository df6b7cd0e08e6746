using AudioFunctions.Scripts;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Http;

/// <summary>A validation as an answer.</summary>
internal static class ValidationAnswer
{
    public static IResult Of(ValidationResult validation, int status = StatusCodes.Status200OK) => ProductResults.Json(validation.Bounded(), status);
}
