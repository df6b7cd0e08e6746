using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Platform;

internal static class QueryParameter
{
    /// <returns>Null if it isn't there, or has no value.</returns>
    public static string? Text(HttpRequest request, string name) =>
        request.Query[name].ToString().Trim() is { Length: > 0 } value ? value : null;
}

/// <summary>The <c>limit</c> of a list: the most entries of a page.</summary>
internal static class PageLimit
{
    /// <returns>Null if it is invalid.</returns>
    public static int? Read(HttpRequest request, int byDefault, int max)
    {
        if (QueryParameter.Text(request, "limit") is not { } value)
            return byDefault;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 && limit <= max ? limit : null;
    }

    public static Refusal Invalid(int max) => Refusal.Invalid("limit-invalid", $"limit must be a whole number from 1 to {max}.");
}
