using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Configuration;

/// <summary>host.json as the extensions' configuration, and the settings in it that this host ignores.</summary>
internal sealed class HostJson(JObject json)
{
    /// <summary>The section in which the extensions look for their settings; environment variables can override them.</summary>
    public const string Section = "AzureFunctionsJobHost";

    private const string DefaultRoutePrefix = "api";
    private static readonly string[] Honoured = ["version", "telemetryMode", "logging.logLevel", "extensions.http.routePrefix"];

    /// <summary>The prefix of every function's route, without slashes; may be empty.</summary>
    public string RoutePrefix { get; } = (json.SelectToken("extensions.http.routePrefix")?.ToString() ?? DefaultRoutePrefix).Trim('/');

    /// <summary>Whether host and worker export with OpenTelemetry, provided that the settings name an endpoint.</summary>
    public bool UsesOpenTelemetry { get; } = string.Equals(json.Value<string>("telemetryMode"), "OpenTelemetry", StringComparison.OrdinalIgnoreCase);

    /// <summary>Category and level, in the order of the file.</summary>
    public IEnumerable<KeyValuePair<string, string?>> LogLevels() =>
        from level in (json.SelectToken("logging.logLevel") as JObject ?? []).Properties()
        select KeyValuePair.Create($"LogLevel:{level.Name}", (string?)level.Value.ToString());

    /// <summary>Every value, with its path below <see cref="Section"/>.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Flatten() =>
        from value in json.DescendantsAndSelf().OfType<JValue>()
        select KeyValuePair.Create($"{Section}:{string.Join(':', Names(value))}", (string?)value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Paths of the settings that have no effect here. The extensions read everything in their own sections.</summary>
    public IEnumerable<string> Ignored() =>
        (from value in json.Descendants().OfType<JValue>()
         let path = value.Path
         where !Honoured.Any(known => path == known || path.StartsWith($"{known}.", StringComparison.Ordinal))
         where !path.StartsWith("extensions.", StringComparison.Ordinal) || path.StartsWith("extensions.http.", StringComparison.Ordinal)
         select path).Order(StringComparer.Ordinal);

    private static Stack<string> Names(JToken token)
    {
        for (var names = new Stack<string>(); ; token = token.Parent!)
        {
            if (token.Parent is null)
                return names;
            if (token is JProperty property)
                names.Push(property.Name);
            else if (token.Parent is JArray array)
                names.Push(array.IndexOf(token).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
