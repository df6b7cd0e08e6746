using System.Globalization;

namespace Azure.Data.Tables.Filters;

internal static class QueryFilter
{
    public static string Create(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var literals = Array.ConvertAll(filter.GetArguments(), static argument => (object)ODataLiteral.Of(argument));
        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }
}
