using AudioFunctions.Testing;

namespace AudioFunctions.LocalHost.Tests.Running;

/// <summary>The published test app; build/setup.sh builds it.</summary>
internal static class TestApp
{
    public const string RoutePrefix = "test/v1";

    public static string Folder { get; } = Path.Combine(Repository.Root, "artifacts", "publish", "AudioFunctions.LocalHost.TestApp", "release");

    /// <summary>Creates a folder of links to the app's files, which a test can change.</summary>
    public static void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Folder))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        Directory.CreateSymbolicLink(Path.Combine(folder, ".azurefunctions"), Path.Combine(Folder, ".azurefunctions"));
    }

    /// <summary>Replaces a file of a copied folder, not what it links to.</summary>
    public static void Replace(string folder, string file, string content)
    {
        File.Delete(Path.Combine(folder, file));
        File.WriteAllText(Path.Combine(folder, file), content);
    }
}
