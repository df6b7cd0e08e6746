using AudioFunctions.Serialization;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Platform;

public static class ProductResults
{
    /// <summary>The product's JSON.</summary>
    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => Results.Json(value, ProductJson.Options, statusCode: status);
}
