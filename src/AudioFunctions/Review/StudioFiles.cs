namespace AudioFunctions.Review;

/// <summary>The files of the review page, which lie in this assembly: nothing has to be deployed beside it.</summary>
internal static class StudioFiles
{
    private const string Prefix = "studio/";
    private const string PageName = "index.html";

    private static readonly Dictionary<string, StudioFile> Files = Load();

    public static StudioFile Page { get; } = Files[PageName];

    /// <summary>A file beside the page, or null. The page itself is none: under this address its relative links would lead nowhere.</summary>
    public static StudioFile? Find(string name) => name == PageName ? null : Files.GetValueOrDefault(name);

    private static Dictionary<string, StudioFile> Load()
    {
        var assembly = typeof(StudioFiles).Assembly;
        var files = new Dictionary<string, StudioFile>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var content = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            var name = resource[Prefix.Length..];
            files.Add(name, StudioFile.From(name, bytes));
        }

        return files;
    }
}
