using AudioFunctions.LocalHost.Hosting;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Functions;

/// <summary>A function of the app, from functions.metadata.</summary>
internal sealed record AppFunction(string Name, string ScriptFile, string EntryPoint, FunctionBinding Trigger, IReadOnlyList<FunctionBinding> Bindings)
{
    public const string Http = "httpTrigger";
    public const string Blob = "blobTrigger";
    public const string Timer = "timerTrigger";
    private const string Orchestration = "orchestrationTrigger";
    private const string Activity = "activityTrigger";
    private const string DurableClient = "durableClient";
    private const string HttpOutput = "http";

    public bool IsHttp => Trigger.Type == Http;

    /// <summary>
    /// Whether a call waits while the app's process restarts. HTTP clients get a 503 and retry, and so does the Durable extension. A blob's five
    /// attempts would be used up before the process is ready, and a timer has only one.
    /// </summary>
    public bool WaitsForWorker => Trigger.Type is Blob or Timer;

    /// <summary>Whether what the function returns goes back to its trigger.</summary>
    public bool ReturnsToTrigger => Trigger.Type is Orchestration or Activity;

    /// <summary>The input bindings besides the trigger.</summary>
    public IEnumerable<FunctionBinding> Inputs => Bindings.Where(binding => binding.Type == DurableClient);

    /// <exception cref="StartupException">The function needs something that this host doesn't have.</exception>
    public static AppFunction Read(JObject json)
    {
        var name = Text(json, "name");
        var bindings = (json["bindings"] as JArray ?? []).OfType<JObject>().Select(FunctionBinding.Read).ToList();
        var trigger = bindings.FirstOrDefault(binding => binding.Type.EndsWith("Trigger", StringComparison.Ordinal))
            ?? throw new StartupException($"Function {name} has no trigger. Publish the app again.");
        if (trigger.Type is not (Http or Blob or Timer or Orchestration or Activity))
            throw Unsupported(name, trigger.Type);
        if (bindings.FirstOrDefault(other => other != trigger && other.Type is not (DurableClient or HttpOutput)) is { } unknown)
            throw Unsupported(name, unknown.Type);

        return new AppFunction(name, Text(json, "scriptFile"), Text(json, "entryPoint"), trigger, bindings);
    }

    /// <exception cref="JsonException">The property is missing.</exception>
    internal static string Text(JObject json, string name) =>
        json.Value<string>(name) ?? throw new JsonException($"A function or binding has no '{name}'.");

    private static StartupException Unsupported(string function, string binding) => new(
        $"Function {function} has a {binding}, which this host doesn't run; it runs HTTP, Durable, blob and timer triggers. Use Azure Functions Core Tools (func start).");
}

/// <param name="Raw">All its properties.</param>
internal sealed record FunctionBinding(string Name, string Type, string Direction, JObject Raw)
{
    /// <summary>Whether the worker opens the bound resource itself and gets only its name.</summary>
    public bool IsDeferred =>
        string.Equals((Raw["properties"] as JObject)?.Value<string>("supportsDeferredBinding"), bool.TrueString, StringComparison.OrdinalIgnoreCase);

    public static FunctionBinding Read(JObject json) =>
        new(AppFunction.Text(json, "name"), AppFunction.Text(json, "type"), AppFunction.Text(json, "direction"), json);
}
