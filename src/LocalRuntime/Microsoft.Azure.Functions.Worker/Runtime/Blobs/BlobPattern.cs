using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace LocalRuntime.Functions.Blobs;

/// <summary>
/// Where a blob trigger looks: a container and a pattern for names, as in <c>drop/{name}.els</c>. As in the official host a
/// <c>{parameter}</c> matches any text, slashes too, and case counts.
/// </summary>
internal sealed partial class BlobPattern
{
    private readonly Regex _name;

    private BlobPattern(string container, string name)
    {
        Container = container;
        Prefix = name.Split('{')[0];
        var parameters = Parameter().Matches(name).Select(match => match.Groups[1].Value);
        Parameters = parameters.ToHashSet(StringComparer.OrdinalIgnoreCase);
        // Every second piece is a parameter's name.
        var pieces = Parameter().Split(name).Select((piece, i) => i % 2 == 0 ? Regex.Escape(piece) : $"(?<{piece}>.*)");
        _name = new Regex($"^{string.Concat(pieces)}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    public string Container { get; }

    /// <summary>What every name begins with: only those are listed.</summary>
    public string Prefix { get; }

    public IReadOnlySet<string> Parameters { get; }

    /// <summary>Null where the path is not a container's name, a slash and a pattern.</summary>
    public static BlobPattern? Parse(string path) =>
        Path().Match(path) is { Success: true } match
            ? new BlobPattern(match.Groups["container"].Value, match.Groups["name"].Value)
            : null;

    /// <summary>The values of the parameters, or null where the name is of another form.</summary>
    public RouteValueDictionary? Match(string blobName)
    {
        var match = _name.Match(blobName);
        return match.Success
            ? new RouteValueDictionary(Parameters.Select(name => KeyValuePair.Create<string, object?>(name, match.Groups[name].Value)))
            : null;
    }

    [GeneratedRegex(@"^(?<container>[a-z0-9](-?[a-z0-9]){2,62})/(?<name>([^{}]|\{[A-Za-z_][A-Za-z0-9_]*\})+)$")]
    private static partial Regex Path();

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Parameter();
}
