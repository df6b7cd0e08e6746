using System.Text.RegularExpressions;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Image;

/// <summary>The instructions of the Dockerfile, continued lines joined.</summary>
internal sealed partial class Dockerfile
{
    private readonly IReadOnlyList<(string Name, string Value)> _instructions;

    private Dockerfile(string text) => _instructions =
    [
        .. from line in Continuation().Replace(Comment().Replace(text, ""), " ").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
           let parts = line.Split(' ', 2)
           select (parts[0], parts[1]),
    ];

    public static Dockerfile OfTheProduct { get; } = new(File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile")));

    public IReadOnlyDictionary<string, string> Environment =>
        All("ENV").SelectMany(value => Assignment().Matches(value)).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);

    public IEnumerable<string> All(string instruction) => _instructions.Where(one => one.Name == instruction).Select(one => one.Value);

    /// <summary>The position of the only instruction of that name.</summary>
    public int IndexOf(string instruction) => _instructions.Index().Single(one => one.Item.Name == instruction).Index;

    /// <summary>Does what COPY does: makes the image's folders under another root.</summary>
    public void CopyTo(string root)
    {
        foreach (var parts in All("COPY").Select(value => value.Split(' ')))
        {
            var from = Path.Combine(Repository.Root, parts[0]);
            var to = Path.Combine(root, parts[1].TrimStart('/'));
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }

    [GeneratedRegex(@"^#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"(?<name>\w+)=(?<value>\S+)")]
    private static partial Regex Assignment();
}
