namespace AudioFunctions.Testing;

/// <summary>The checkout the tests run from.</summary>
public static class Repository
{
    /// <summary>The folder that holds AudioFunctions.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folder of the published app: what is deployed, and what the local host runs.</summary>
    public static string PublishedApp { get; } = Path.Combine(Root, "artifacts", "publish", "AudioFunctions", "release");

    /// <summary>The program that runs it on this machine.</summary>
    public static string LocalHost { get; } =
        Path.Combine(Root, "artifacts", "bin", "AudioFunctions.LocalHost", "release", "AudioFunctions.LocalHost.dll");

    /// <exception cref="InvalidOperationException">The app or its host was not built. A test's own build doesn't do that.</exception>
    public static void RequireApp()
    {
        foreach (var file in new[] { Path.Combine(PublishedApp, "functions.metadata"), LocalHost })
        {
            if (!File.Exists(file))
            {
                throw new InvalidOperationException(
                    $"{file} is missing: run ./test.sh, or in the checkout: bash -c 'root=$PWD; . build/setup.sh; set_up require_sdk build_run'");
            }
        }
    }

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
