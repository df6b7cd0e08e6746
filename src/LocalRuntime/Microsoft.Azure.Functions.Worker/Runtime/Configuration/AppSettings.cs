using LocalRuntime.Functions.Hosting;
using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Configuration;

/// <summary>Where settings come from, weakest first: host.json, appsettings.json, local.settings.json, environment, command line.</summary>
internal static class AppSettings
{
    /// <summary>Development where nobody says otherwise, as under the official local tools.</summary>
    public static string EnvironmentName =>
        Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? "Development";

    /// <exception cref="StartupException">A file is not what it should be.</exception>
    public static void Add(ConfigurationManager configuration, string[] args)
    {
        // Where the files lie may itself be set by the two strongest sources.
        var outer = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        try
        {
            AddFiles(configuration, outer);
        }
        finally
        {
            configuration.AddEnvironmentVariables();
            configuration.AddCommandLine(args);
        }
    }

    private static void AddFiles(ConfigurationManager configuration, IConfigurationRoot outer)
    {
        configuration.AddInMemoryCollection(HostJson.ReadFile(outer));
        foreach (var name in new[] { "appsettings.json", $"appsettings.{EnvironmentName}.json" })
        {
            if (AppFiles.Find(name, outer) is { } path)
                AddJsonFile(configuration, path);
        }

        configuration.AddInMemoryCollection(LocalSettings.Read(outer));
    }

    private static void AddJsonFile(ConfigurationManager configuration, string path)
    {
        try
        {
            configuration.AddJsonFile(path, optional: false, reloadOnChange: false);
        }
        catch (InvalidDataException e)
        {
            throw new StartupException($"{path} is not valid JSON: {e.GetBaseException().Message}", e);
        }
    }
}
