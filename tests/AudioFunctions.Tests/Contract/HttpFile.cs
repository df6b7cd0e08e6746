using System.Text;
using AudioFunctions.Testing;

namespace AudioFunctions.Tests.Contract;

/// <param name="Line">1-based line of its method.</param>
/// <param name="Headers">Headers in order, with placeholders.</param>
/// <param name="Body">Body with placeholders; null if there is none.</param>
internal sealed record HttpFileRequest(
    int Line, string? Name, string Method, string Url, IReadOnlyList<KeyValuePair<string, string>> Headers, string? Body);

/// <summary>
/// The format of <c>requests.http</c>, as far as the file uses it: requests separated by <c>###</c>, <c>@variable = value</c>,
/// <c># @name request</c>, comments, headers, a body or <c>&lt; ./file</c>.
/// </summary>
internal sealed class HttpFile
{
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<HttpFileRequest> _requests = [];

    private HttpFile(string text)
    {
        var block = new List<(int Line, string Text)>();
        foreach (var (index, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (line.StartsWith("###", StringComparison.Ordinal))
            {
                ReadBlock(block);
                block.Clear();
            }
            else
            {
                block.Add((index + 1, line));
            }
        }

        ReadBlock(block);
    }

    /// <summary>Values with placeholders, which may refer to responses.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    public IReadOnlyList<HttpFileRequest> Requests => _requests;

    public static HttpFile Read() => new(File.ReadAllText(Path.Combine(Repository.Root, "requests.http")));

    private void ReadBlock(List<(int Line, string Text)> lines)
    {
        string? name = null;
        var index = 0;
        for (; index < lines.Count && IsPreamble(lines[index].Text); index++)
        {
            var line = lines[index].Text;
            if (line.StartsWith("# @name ", StringComparison.Ordinal))
                name = line["# @name ".Length..].Trim();
            else if (line.StartsWith('@') && line.Split('=', 2) is [var variable, var value])
                _variables[variable[1..].Trim()] = value.Trim();
        }

        if (index == lines.Count)
            return;
        var (number, first) = lines[index];
        var head = lines.Skip(index + 1).TakeWhile(line => line.Text.Length > 0).Select(line => line.Text.Split(':', 2)).ToList();
        var body = string.Join('\n', lines.Skip(index + 1 + head.Count).Select(line => line.Text)).Trim('\n');
        var (method, url) = first.Split(' ', 2) is [var verb, var rest]
            ? (verb, rest)
            : throw new FormatException($"requests.http:{number}: '{first}' is no request.");
        _requests.Add(new HttpFileRequest(
            number, name, method, url, [.. head.Select(pair => KeyValuePair.Create(pair[0], pair[1].Trim()))], BodyOf(body)));
    }

    private static bool IsPreamble(string line) => line.Length == 0 || line[0] is '#' or '@';

    private static string? BodyOf(string body) => body switch
    {
        "" => null,
        _ when body.StartsWith("< ", StringComparison.Ordinal) => File.ReadAllText(Path.Combine(Repository.Root, body[2..]), Encoding.UTF8),
        _ => body,
    };
}
