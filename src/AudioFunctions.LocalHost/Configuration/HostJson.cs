using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Configuration;

/// <summary>host.json as the extensions' configuration, and what of it this host doesn't honour.</summary>
internal sealed class HostJson(JObject json)
{
    /// <summary>Below this section the extensions look for their settings, and environment variables may override them.</summary>
    public const string Section = "AzureFunctionsJobHost";

    private const string DefaultRoutePrefix = "api";
    private static readonly string[] Honoured = ["version", "telemetryMode", "logging.logLevel", "extensions.http.routePrefix"];

    /// <summary>What comes before every function's route, without slashes; may be empty.</summary>
    public string RoutePrefix { get; } = (json.SelectToken("extensions.http.routePrefix")?.ToString() ?? DefaultRoutePrefix).Trim('/');

    /// <summary>Whether host and worker export by OpenTelemetry, if the settings say where to.</summary>
    public bool UsesOpenTelemetry { get; } = string.Equals(json.Value<string>("telemetryMode"), "OpenTelemetry", StringComparison.OrdinalIgnoreCase);

    /// <summary>Category and level, in the order of the file.</summary>
    public IEnumerable<KeyValuePair<string, string?>> LogLevels() =>
        from level in (json.SelectToken("logging.logLevel") as JObject ?? []).Properties()
        select KeyValuePair.Create($"LogLevel:{level.Name}", (string?)level.Value.ToString());

    /// <summary>Every value under its path below <see cref="Section"/>.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Flatten() =>
        from value in json.DescendantsAndSelf().OfType<JValue>()
        select KeyValuePair.Create($"{Section}:{string.Join(':', Names(value))}", (string?)value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Paths of what has no effect here. Everything below an extension's own section is that extension's.</summary>
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
