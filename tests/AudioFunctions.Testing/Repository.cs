namespace AudioFunctions.Testing;

/// <summary>The checkout the tests run from.</summary>
public static class Repository
{
    /// <summary>The folder that holds AudioFunctions.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AudioFunctions.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No AudioFunctions.sln above {AppContext.BaseDirectory}");
    }
}
