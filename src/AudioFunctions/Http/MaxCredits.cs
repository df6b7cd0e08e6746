using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Http;

/// <summary>How much a production may spend: a whole number of credits.</summary>
internal static class MaxCredits
{
    private const string Rule = "max_credits is a whole number of credits from 0 to 2147483647.";

    public static IResult? Check(HttpRequest request, int? maxCredits) => maxCredits is < 0 ? Invalid(request) : null;

    public static IResult Invalid(HttpRequest request) => Problem.Of(request, StatusCodes.Status400BadRequest, "option-invalid", Rule);
}
