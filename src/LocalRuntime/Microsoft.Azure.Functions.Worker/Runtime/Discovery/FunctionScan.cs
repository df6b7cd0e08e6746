using System.Reflection;
using System.Text.RegularExpressions;
using LocalRuntime.Functions.Blobs;
using LocalRuntime.Functions.Configuration;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace LocalRuntime.Functions.Discovery;

/// <summary>Reads the functions of an assembly and collects every problem on the way.</summary>
internal sealed partial class FunctionScan(HostJson host, ParameterPolicyFactory routeConstraints)
{
    private const BindingFlags DeclaredMethods =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly IReadOnlySet<string> NoParameters = new HashSet<string>();

    private readonly List<string> _problems = [];
    private readonly List<FunctionDescriptor> _functions = [];
    private readonly List<HttpFunction> _http = [];
    private readonly List<BlobFunction> _blobs = [];

    public IReadOnlyList<string> Problems => _problems;

    public IReadOnlyList<FunctionDescriptor> Functions => _functions;

    public IReadOnlyList<HttpFunction> Http => _http;

    public IReadOnlyList<BlobFunction> Blobs => _blobs;

    public void Read(Assembly assembly)
    {
        var methods = assembly.GetTypes()
            .Where(type => type.IsClass && !type.Name.StartsWith('<'))
            .SelectMany(type => type.GetMethods(DeclaredMethods))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)));
        foreach (var method in methods)
        {
            Read(method);
        }

        _problems.AddRange(SharedNames(function => function.Name).Union(SharedNames(function => function.DurableName)));
        _problems.AddRange(HttpFunction.Clashes(_http));
    }

    private void Read(MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var before = _problems.Count;
        CheckMethod(name, method);
        if (ReadTrigger(name, method) is not { } trigger)
            return;

        var route = trigger is HttpTriggerAttribute http ? ReadRoute(name, http) : null;
        if (trigger is HttpTriggerAttribute && !HttpFunction.IsResult(ReturnValue.TypeInside(method.ReturnType)))
            _problems.Add($"Function '{name}' returns {method.ReturnType.Name}; return IResult or IActionResult, or a task of one.");
        var blobPath = trigger is BlobTriggerAttribute blob ? ReadBlobPath(name, blob) : null;
        IReadOnlySet<string>? pathParameters = trigger switch
        {
            HttpTriggerAttribute => route?.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase),
            BlobTriggerAttribute => blobPath?.Parameters,
            _ => NoParameters,
        };
        var arguments = BindParameters(name, method, trigger, pathParameters);
        if (_problems.Count > before)
            return;

        var function = new FunctionDescriptor(name, method, trigger, arguments);
        _functions.Add(function);
        if (route is not null)
            _http.Add(new HttpFunction(function, route, (HttpTriggerAttribute)trigger));
        if (blobPath is not null)
            _blobs.Add(new BlobFunction(function, blobPath));
    }

    /// <summary>The one trigger of a function, or null where that is a problem.</summary>
    private TriggerBindingAttribute? ReadTrigger(string name, MethodInfo method)
    {
        var triggers = method.GetParameters().SelectMany(p => p.GetCustomAttributes<TriggerBindingAttribute>()).ToList();
        if (triggers is not [var trigger])
        {
            _problems.Add(
                $"Function '{name}' has {triggers.Count} triggers; "
                + "mark exactly one parameter with [HttpTrigger], [BlobTrigger], [OrchestrationTrigger] or [ActivityTrigger].");
            return null;
        }

        if (trigger is HttpTriggerAttribute or BlobTriggerAttribute or OrchestrationTriggerAttribute or ActivityTriggerAttribute)
            return trigger;
        _problems.Add($"Function '{name}': {trigger.GetType().Name} is not yet supported by the local runtime.");
        return null;
    }

    private IEnumerable<string> SharedNames(Func<FunctionDescriptor, string> name) =>
        _functions.GroupBy(name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
            .Select(group => $"Function name '{group.Key}' is used by {string.Join(" and ", group.Select(f => f.EntryPoint))}.");

    private void CheckMethod(string name, MethodInfo method)
    {
        var type = method.DeclaringType!;
        if (!ValidName().IsMatch(name))
            _problems.Add($"Function name '{name}' must be 1 to 128 letters, digits, '_' or '-', start with a letter and not be 'host'.");
        if (!method.IsPublic || !type.IsVisible)
            _problems.Add($"Function '{name}' ({type.FullName}.{method.Name}) must be a public method of a public class.");
        if (method.ContainsGenericParameters || (type.IsAbstract && !method.IsStatic))
            _problems.Add($"Function '{name}' ({type.FullName}.{method.Name}) must not be generic, and its class not abstract.");
    }

    private RoutePattern? ReadRoute(string name, HttpTriggerAttribute trigger)
    {
        var template = string.Join('/', new[] { host.RoutePrefix, (trigger.Route ?? name).TrimStart('/') }.Where(part => part.Length > 0));
        try
        {
            var route = RoutePatternFactory.Parse(template);
            if (HttpFunction.IsReserved(template))
                _problems.Add($"Function '{name}' has the route '{template}'; the host keeps 'admin/' and 'runtime/' for itself.");
            CheckConstraints(route);
            return route;
        }
        catch (Exception e) when (e is RoutePatternException or InvalidOperationException or RouteCreationException)
        {
            _problems.Add($"Function '{name}' has the route '{template}', which is not a route template: {e.Message}");
            return null;
        }
    }

    private BlobPattern? ReadBlobPath(string name, BlobTriggerAttribute trigger)
    {
        if (trigger.Connection is not (null or StorageConnection.Setting))
            _problems.Add($"Function '{name}': the local runtime knows the connection {StorageConnection.Setting} only, not '{trigger.Connection}'.");
        var path = BlobPattern.Parse(trigger.BlobPath);
        if (path is null)
        {
            _problems.Add(
                $"Function '{name}' has the blob path '{trigger.BlobPath}'; "
                + "use a container's name, a slash and a pattern, as in 'drop/{name}.txt'.");
        }
        return path;
    }

    // Routing makes them when the first request comes, which is late to learn of a misspelt one.
    private void CheckConstraints(RoutePattern route)
    {
        foreach (var parameter in route.Parameters)
        {
            foreach (var policy in parameter.ParameterPolicies)
            {
                routeConstraints.Create(parameter, policy);
            }
        }
    }

    /// <param name="pathParameters">Null where the trigger's path cannot be read, which is a problem of its own.</param>
    private List<ArgumentBinder> BindParameters(
        string name, MethodInfo method, TriggerBindingAttribute trigger, IReadOnlySet<string>? pathParameters)
    {
        var binders = new List<ArgumentBinder>();
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.GetCustomAttribute<DurableClientAttribute>()?.TaskHub is { } hub && hub != host.HubName)
                _problems.Add($"Function '{name}': the local runtime serves the hub of host.json only, not '{hub}'.");
            if (ParameterBinding.Binder(parameter, trigger, pathParameters ?? NoParameters) is { } binder)
                binders.Add(binder);
            else if (pathParameters is not null)
                _problems.Add(
                    $"Function '{name}': nothing can fill the parameter '{parameter.Name}' of type {parameter.ParameterType.Name}.");
        }

        return binders;
    }

    [GeneratedRegex("^(?!host$)[a-zA-Z][a-zA-Z0-9_-]{0,127}$", RegexOptions.IgnoreCase)]
    private static partial Regex ValidName();
}
