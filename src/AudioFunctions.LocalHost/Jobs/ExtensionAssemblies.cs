using System.Runtime.Loader;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>Loads the app's host-side extensions and their dependencies from the folder <c>.azurefunctions</c>.</summary>
internal static class ExtensionAssemblies
{
    /// <summary>From now on, assemblies that the host doesn't contain are loaded from the app's folder.</summary>
    /// <exception cref="StartupException">An extension can't be loaded.</exception>
    public static IReadOnlyList<Type> LoadStartupTypes(AppFolder app)
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var path = Path.Combine(app.Extensions, $"{name.Name}.dll");
            return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        };
        return [.. app.StartupTypes.Select(name => Load(name, app.Extensions))];
    }

    private static Type Load(string name, string folder)
    {
        try
        {
            return Type.GetType(name, throwOnError: true)!;
        }
        catch (Exception e) when (e is TypeLoadException or IOException or BadImageFormatException)
        {
            throw new StartupException($"The app's extension '{name}' can't be loaded from {folder}: {e.Message} Publish the app again.", e);
        }
    }
}
