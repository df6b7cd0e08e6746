using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace LocalRuntime.Functions.Discovery;

/// <summary>A function that a request runs.</summary>
internal sealed record HttpFunction(FunctionDescriptor Function, RoutePattern Route, HttpTriggerAttribute Trigger)
{
    /// <summary>In capitals; empty for any method.</summary>
    public IReadOnlyList<string> Methods { get; } = [.. (Trigger.Methods ?? []).Select(method => method.ToUpperInvariant())];

    public static bool IsReserved(string template) =>
        template.StartsWith("admin/", StringComparison.OrdinalIgnoreCase)
        || template.StartsWith("runtime/", StringComparison.OrdinalIgnoreCase);

    /// <summary>A method may also write its answer itself and return nothing, or decide late (<see cref="object"/>).</summary>
    public static bool IsResult(Type type) =>
        type == typeof(void) || type == typeof(object)
        || type.IsAssignableTo(typeof(IResult)) || type.IsAssignableTo(typeof(IActionResult));

    /// <summary>A sentence for every two functions that one request could mean.</summary>
    public static IEnumerable<string> Clashes(IReadOnlyList<HttpFunction> functions) =>
        from i in Enumerable.Range(0, functions.Count)
        from j in Enumerable.Range(i + 1, functions.Count - i - 1)
        let one = functions[i]
        let other = functions[j]
        where one.Shape() == other.Shape() && one.SharesMethodWith(other)
        select $"Functions '{one.Function.Name}' and '{other.Function.Name}' have the same route '{one.Route.RawText}' and method.";

    private bool SharesMethodWith(HttpFunction other) =>
        Methods.Count == 0 || other.Methods.Count == 0 || Methods.Intersect(other.Methods).Any();

    // The names of the parameters do not tell two routes apart.
    private string Shape() => string.Join('/', Route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(PartShape))));

    private static string PartShape(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Concat(parameter.ParameterPolicies.Select(policy => $":{policy.Content}"))}}}",
        _ => part.ToString()!,
    };
}
