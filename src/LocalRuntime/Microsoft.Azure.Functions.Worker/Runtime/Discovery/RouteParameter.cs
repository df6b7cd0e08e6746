using System.Globalization;
using System.Reflection;
using LocalRuntime.Functions.Invocation;

namespace LocalRuntime.Functions.Discovery;

/// <summary>Binds a parameter to the route value of its name: a string, an enum, or what .NET can parse (a number, a GUID …).</summary>
internal static class RouteParameter
{
    private static readonly MethodInfo OpenParse =
        typeof(RouteParameter).GetMethod(nameof(Parse), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Null where no text can become the parameter's type.</summary>
    public static ArgumentBinder? Binder(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (Parser(type) is not { } parse)
            return null;

        var name = parameter.Name!;
        var whenAbsent = parameter.HasDefaultValue ? parameter.DefaultValue
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
            : null;
        return invocation => invocation.Route.TryGetValue(name, out var value) && value is string text
            ? parse(text) ?? throw new RouteValueException($"'{text}' is no {type.Name} for '{name}'.")
            : whenAbsent;
    }

    private static Func<string, object?>? Parser(Type type)
    {
        if (type == typeof(string))
            return static text => text;
        if (type.IsEnum)
            return text => Enum.TryParse(type, text, ignoreCase: true, out var value) ? value : null;
        return IsParsable(type) ? OpenParse.MakeGenericMethod(type).CreateDelegate<Func<string, object?>>() : null;
    }

    private static bool IsParsable(Type type) => type.GetInterfaces().Any(contract =>
        contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IParsable<>) && contract.GetGenericArguments()[0] == type);

    private static object? Parse<T>(string text)
        where T : IParsable<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
