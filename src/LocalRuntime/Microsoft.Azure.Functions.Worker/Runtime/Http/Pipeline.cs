using LocalRuntime.Functions.Discovery;
using LocalRuntime.Functions.Durable;
using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Keys;
using LocalRuntime.Functions.Management;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Http;

/// <summary>The steps of a request, in order.</summary>
internal static class Pipeline
{
    public static void Build(WebApplication application, FunctionCatalog catalog)
    {
        application.UseMiddleware<RequestEdge>();
        application.UseRouting();
        application.Use(NotFoundUnlessOurs);
        application.UseMiddleware<KeyAuthorization>();
        foreach (var function in catalog.Http)
        {
            Map(application, function);
        }

        if (catalog.UsesDurableTask)
            application.Services.GetRequiredService<ManagementEndpoints>().Map(application);
    }

    private static void Map(WebApplication application, HttpFunction http)
    {
        var endpoint = new FunctionEndpoint(
            http.Function,
            application.Services.GetRequiredService<TaskHubGate>(),
            application.Services.GetRequiredService<StopGrace>(),
            application.Services.GetRequiredService<ILoggerFactory>().CreateLogger("LocalRuntime.Http"));
        var mapped = application.Map(http.Route, endpoint.InvokeAsync)
            .WithDisplayName(http.Function.Name)
            .WithMetadata(KeyRequirement.For(http.Trigger.AuthLevel));
        if (http.Methods.Count > 0)
            mapped.WithMetadata(new HttpMethodMetadata(http.Methods));
    }

    // ASP.NET Core answers a wrong method with 405; the Functions host knows no such route, so 404.
    private static Task NotFoundUnlessOurs(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<KeyRequirement>() is null)
            http.SetEndpoint(null);
        return next(http);
    }
}
