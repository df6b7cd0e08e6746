using System.Reflection;
using System.Runtime.Loader;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>Loads the app's host-side extensions and their dependencies from the folder <c>.azurefunctions</c>.</summary>
internal static class ExtensionAssemblies
{
    /// <summary>From now on, assemblies that the host doesn't contain are loaded from this folder.</summary>
    public static void LoadFrom(string folder) =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var path = Path.Combine(folder, $"{name.Name}.dll");
            return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        };

    /// <exception cref="StartupException">An extension can't be loaded.</exception>
    public static IEnumerable<Type> StartupTypes(AppFolder app)
    {
        foreach (var name in app.StartupTypes)
        {
            Type type;
            try
            {
                type = Type.GetType(name, throwOnError: true)!;
            }
            catch (Exception e) when (e is TypeLoadException or IOException or BadImageFormatException)
            {
                throw new StartupException($"The app's extension '{name}' can't be loaded from {app.Extensions}: {e.Message} Publish the app again.", e);
            }

            yield return type;
        }
    }

    /// <summary>A member of an extension, whatever its visibility.</summary>
    public static object? ValueOf(object owner, string member)
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var type = owner.GetType();
        return type.GetProperty(member, any)?.GetValue(owner) ?? type.GetField(member, any)?.GetValue(owner);
    }
}
