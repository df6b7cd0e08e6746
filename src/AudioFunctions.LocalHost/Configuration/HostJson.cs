using System.Text;
using Microsoft.Extensions.Configuration;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Configuration;

/// <summary>host.json as the extensions' configuration, and the settings in it that this host ignores.</summary>
internal sealed class HostJson(JObject json)
{
    /// <summary>The section in which the extensions look for their settings; environment variables can override them.</summary>
    public const string Section = "AzureFunctionsJobHost";

    private static readonly string[] Honoured = ["version", "telemetryMode", "logging.logLevel", "extensions.http.routePrefix"];

    private readonly IConfiguration _json =
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json.ToString()))).Build();

    /// <summary>The prefix of every function's route, without slashes; may be empty.</summary>
    public string RoutePrefix => (_json["extensions:http:routePrefix"] ?? "api").Trim('/');

    /// <summary>Whether host and worker export with OpenTelemetry, provided that the settings name an endpoint.</summary>
    public bool UsesOpenTelemetry => string.Equals(_json["telemetryMode"], "OpenTelemetry", StringComparison.OrdinalIgnoreCase);

    /// <summary>Category and level.</summary>
    public IEnumerable<KeyValuePair<string, string?>> LogLevels() =>
        from level in _json.GetSection("logging:logLevel").GetChildren() select KeyValuePair.Create($"LogLevel:{level.Key}", level.Value);

    /// <summary>Every value, with its path below <see cref="Section"/>.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings() =>
        from setting in _json.AsEnumerable() where setting.Value is not null select KeyValuePair.Create($"{Section}:{setting.Key}", setting.Value);

    /// <summary>Paths of the settings that have no effect here. The extensions read everything in their own sections.</summary>
    public IEnumerable<string> Ignored() =>
        (from setting in _json.AsEnumerable()
         where setting.Value is not null
         let path = setting.Key.Replace(':', '.')
         where !Honoured.Any(known => path == known || path.StartsWith($"{known}.", StringComparison.Ordinal))
         where !path.StartsWith("extensions.", StringComparison.Ordinal) || path.StartsWith("extensions.http.", StringComparison.Ordinal)
         select path).Order(StringComparer.Ordinal);
}
