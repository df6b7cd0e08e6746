using AudioFunctions.LocalHost.Functions;
using AudioFunctions.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Http;

/// <summary>The route, methods and authorization level of an HTTP function.</summary>
internal sealed class FunctionRoute
{
    private readonly TemplateMatcher _matcher;
    private readonly IReadOnlyDictionary<string, IRouteConstraint> _constraints;
    private readonly HashSet<string> _methods;

    private FunctionRoute(
        AppFunction function, TemplateMatcher matcher, IReadOnlyDictionary<string, IRouteConstraint> constraints, HashSet<string> methods)
    {
        Function = function;
        _matcher = matcher;
        _constraints = constraints;
        _methods = methods;
        Level = Enum.TryParse<AuthorizationLevel>(function.Trigger.Raw.Value<string>("authLevel"), ignoreCase: true, out var level)
            ? level
            : AuthorizationLevel.Function;
    }

    public AppFunction Function { get; }

    public AuthorizationLevel Level { get; }

    public string Template => _matcher.Template.TemplateText!;

    /// <exception cref="StartupException">The route is invalid.</exception>
    public static FunctionRoute For(AppFunction function, string prefix, IInlineConstraintResolver resolver)
    {
        var text = $"{prefix}/{(function.Trigger.Raw.Value<string>("route") ?? function.Name).Trim('/')}".Trim('/');
        try
        {
            var template = TemplateParser.Parse(text);
            var defaults = new RouteValueDictionary(
                template.Parameters.Where(part => part.DefaultValue is not null).Select(part => KeyValuePair.Create(part.Name!, part.DefaultValue)));
            var methods = (function.Trigger.Raw["methods"] as JArray ?? []).Values<string>().OfType<string>();
            return new FunctionRoute(
                function, new TemplateMatcher(template, defaults), ConstraintsOf(template, resolver), new(methods, StringComparer.OrdinalIgnoreCase));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new StartupException($"The route '{text}' of function {function.Name} is invalid: {e.Message}", e);
        }
    }

    /// <summary>Whether the request is for this function; fills in the route values if so.</summary>
    public bool TryMatch(HttpContext http)
    {
        var values = new RouteValueDictionary();
        if ((_methods.Count > 0 && !_methods.Contains(http.Request.Method)) || !_matcher.TryMatch(http.Request.Path, values))
            return false;
        if (_constraints.Any(pair => values.ContainsKey(pair.Key) && !pair.Value.Match(http, null, pair.Key, values, RouteDirection.IncomingRequest)))
            return false;

        http.Request.RouteValues = values;
        return true;
    }

    private static Dictionary<string, IRouteConstraint> ConstraintsOf(RouteTemplate template, IInlineConstraintResolver resolver)
    {
        var constraints = new RouteConstraintBuilder(resolver, template.TemplateText!);
        foreach (var parameter in template.Parameters)
        {
            if (parameter.IsOptional)
                constraints.SetOptional(parameter.Name!);
            foreach (var constraint in parameter.InlineConstraints)
                constraints.AddResolvedConstraint(parameter.Name!, constraint.Constraint);
        }

        return constraints.Build().ToDictionary(pair => pair.Key, pair => pair.Value);
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
