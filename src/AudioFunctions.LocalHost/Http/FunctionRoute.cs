using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Functions;
using AudioFunctions.LocalHost.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Http;

/// <summary>The route and authorization level of an HTTP function.</summary>
internal sealed record FunctionRoute(AppFunction Function, string Template, AuthorizationLevel Level)
{
    /// <summary>
    /// Adds an endpoint for each HTTP function. As on the official host, the first in registration order whose route and method match gets a
    /// request, however general its route.
    /// </summary>
    /// <exception cref="StartupException">A route is invalid.</exception>
    public static void MapAll(IEndpointRouteBuilder endpoints, AppFolder app, Func<HttpContext, FunctionRoute, Task> call)
    {
        foreach (var (order, function) in app.Functions.Where(function => function.IsHttp).Index())
        {
            var route = For(function, app.HostJson.RoutePrefix);
            var methods = (function.Trigger.Raw["methods"] as JArray ?? []).Values<string>().OfType<string>();
            endpoints.Map(PatternOf(route, endpoints.ServiceProvider), http => call(http, route))
                .WithMetadata(new HttpMethodMetadata(methods))
                .WithOrder(order);
        }
    }

    private static FunctionRoute For(AppFunction function, string prefix) => new(
        function,
        $"{prefix}/{(function.Trigger.Raw.Value<string>("route") ?? function.Name).Trim('/')}".Trim('/'),
        Enum.TryParse<AuthorizationLevel>(function.Trigger.Raw.Value<string>("authLevel"), ignoreCase: true, out var level)
            ? level
            : AuthorizationLevel.Function);

    private static RoutePattern PatternOf(FunctionRoute route, IServiceProvider services)
    {
        try
        {
            var pattern = RoutePatternFactory.Parse(route.Template);
            // Routing would report an unknown constraint only at the first request.
            var constraints = services.GetRequiredService<ParameterPolicyFactory>();
            foreach (var parameter in pattern.Parameters)
            {
                foreach (var constraint in parameter.ParameterPolicies)
                    constraints.Create(parameter, constraint);
            }

            return pattern;
        }
        catch (Exception e) when (e is RoutePatternException or RouteCreationException or InvalidOperationException)
        {
            throw new StartupException($"The route '{route.Template}' of function {route.Function.Name} is invalid: {e.Message}", e);
        }
    }
}

/// <summary>Which key a caller needs. The names are those of functions.metadata.</summary>
internal enum AuthorizationLevel
{
    Anonymous,
    Function,
    System,
    Admin,
}
