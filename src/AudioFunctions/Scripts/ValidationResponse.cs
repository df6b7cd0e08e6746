using AudioFunctions.Platform;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Scripts;

/// <summary>A validation result as a response.</summary>
internal static class ValidationResponse
{
    public static IResult Of(ValidationResult validation, int status = StatusCodes.Status200OK) => ProductResults.Json(validation.Bounded(), status);
}
