using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Configuration;

/// <summary>
/// Where the app's own files lie: the folder set as <c>AzureWebJobsScriptRoot</c>, else beside the program, else the current
/// directory.
/// </summary>
internal static class AppFiles
{
    public const string RootSetting = "AzureWebJobsScriptRoot";

    public static string? Find(string fileName, IConfiguration configuration)
    {
        string[] folders = configuration[RootSetting] is { Length: > 0 } root
            ? [root]
            : [AppContext.BaseDirectory, Directory.GetCurrentDirectory()];
        return folders.Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);
    }
}
