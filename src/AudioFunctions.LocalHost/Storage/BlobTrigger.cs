using AudioFunctions.LocalHost.Functions;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Storage;

/// <summary>A blob trigger with source Event Grid, with the filters of its event subscription: container, name prefix and name suffix.</summary>
internal sealed record BlobTrigger(string Function, string Connection, string Container, string Prefix, string Suffix)
{
    /// <param name="names">Resolves settings in a path, such as <c>%Setting%</c>.</param>
    public static IEnumerable<BlobTrigger> Of(IEnumerable<AppFunction> functions, INameResolver names) =>
        from function in functions
        where function.Trigger.Type == AppFunction.Blob
        where string.Equals(function.Trigger.Raw.Value<string>("source"), "EventGrid", StringComparison.OrdinalIgnoreCase)
        select Of(function.Name, function.Trigger.Raw, names);

    public bool Matches(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Prefix.Length + Suffix.Length;

    private static BlobTrigger Of(string function, JObject raw, INameResolver names)
    {
        var path = names.ResolveWholeString(raw.Value<string>("path") ?? "");
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (container, pattern) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        var first = pattern.IndexOf('{', StringComparison.Ordinal);
        var last = pattern.LastIndexOf('}');
        var (prefix, suffix) = first < 0 || last < 0 ? (pattern, "") : (pattern[..first], pattern[(last + 1)..]);
        return new BlobTrigger(function, raw.Value<string>("connection") ?? StorageCheck.Setting, container, prefix, suffix);
    }
}
