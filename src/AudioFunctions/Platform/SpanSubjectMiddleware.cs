using AudioFunctions.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace AudioFunctions.Platform;

/// <summary>Tags an HTTP function's span with the session, beat and take of its route.</summary>
internal sealed class SpanSubjectMiddleware : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var route = context.BindingContext.BindingData;
        Spans.About(IdIn(route, "id"), IdIn(route, "beatId"), IdIn(route, "takeId"));
        return next(context);
    }

    /// <summary>Null if the value can't be an id.</summary>
    private static string? IdIn(IReadOnlyDictionary<string, object?> route, string name) =>
        route.TryGetValue(name, out var value) && value is string id && PathName.IsPossible(id) ? id : null;
}
