using Microsoft.AspNetCore.Routing;

namespace LocalRuntime.Functions.Invocation;

/// <summary>What the parameters of one run are filled from.</summary>
/// <param name="Trigger">What triggered the run, as the type that the parameter asks for.</param>
internal sealed record FunctionInvocation(LocalFunctionContext Context, Func<Type, object?> Trigger)
{
    public RouteValueDictionary Route { get; init; } = [];
}
