using System.Reflection;
using System.Text.RegularExpressions;
using AudioFunctions.Scripts;
using AudioFunctions.Testing;

namespace AudioFunctions.Core.Tests.Architecture;

/// <summary>A type of one folder uses a type of another.</summary>
internal sealed record FolderReference(string From, string To, string User, string Used)
{
    public override string ToString() => $"{From} -> {To}: {User} uses {Used}";
}

/// <summary>
/// The references between the folders of AudioFunctions.Core. Most are read from the assembly. The compiler replaces constants by their values, so
/// the sources are read, too: their names that are types of a folder which the file has a using line for, or lies in.
/// </summary>
internal static partial class FolderReferences
{
    private const string Root = "AudioFunctions.";
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Core = typeof(Script).Assembly;

    public static IReadOnlyCollection<FolderReference> Find()
    {
        var types = Core.GetTypes().Where(type => FolderOf(type) is not null).ToList();
        var compiled =
            from type in types
            from used in TypesIn(type).SelectMany(Parts)
            select Between(type, used);
        return compiled.Concat(InSources(types)).OfType<FolderReference>().ToHashSet();
    }

    private static FolderReference? Between(Type user, Type used) =>
        FolderOf(user) is { } from && FolderOf(used) is { } to && from != to
            ? new FolderReference(from, to, NameOf(user), NameOf(used))
            : null;

    /// <summary>Null for a type of another assembly, or one that a generator put elsewhere.</summary>
    private static string? FolderOf(Type type) =>
        type.Assembly == Core && type.Namespace is { } name && name.StartsWith(Root, StringComparison.Ordinal) ? name[Root.Length..] : null;

    /// <summary>The name of the outermost type: lambdas and state machines belong to the type that they are written in.</summary>
    private static string NameOf(Type type) => type.DeclaringType is { } outer ? NameOf(outer) : type.Name.Split('`')[0];

    private static IEnumerable<Type> TypesIn(Type type)
    {
        var methods = type.GetMembers(Declared).OfType<MethodBase>().ToList();
        return
        [
            .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
            .. type.GetInterfaces(),
            .. type.GetFields(Declared).Select(field => field.FieldType),
            .. methods.SelectMany(MethodTypes.InSignature),
            .. methods.SelectMany(MethodTypes.InBody),
            .. type.GetMembers(Declared).Append(type).SelectMany(MethodTypes.InAttributes),
        ];
    }

    /// <summary>A type without arrays, and the types that it is made of.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.IsGenericParameter)
            return [];
        return type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);
    }

    private static IEnumerable<FolderReference> InSources(IReadOnlyCollection<Type> types)
    {
        var folders = types.Where(type => !type.IsNested).ToLookup(type => FolderOf(type)!, NameOf);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "AudioFunctions.Core"), "*.cs", SearchOption.AllDirectories))
        {
            var source = Comment().Replace(File.ReadAllText(file), "");
            var words = Word().Matches(source).Select(word => word.Value).ToHashSet();
            var folder = Namespace().Match(source).Groups["folder"].Value;
            var seen = Using().Matches(source).Select(line => line.Groups["folder"].Value).Concat(Above(folder));
            foreach (var used in seen.Where(folders.Contains))
            {
                foreach (var name in folders[used].Where(words.Contains).Except(folders[folder]))
                    yield return new FolderReference(folder, used, Path.GetFileName(file).Split('.')[0], name);
            }
        }
    }

    /// <summary>The folders that a folder lies in.</summary>
    private static IEnumerable<string> Above(string folder) =>
        folder.LastIndexOf('.') is > 0 and var at ? Above(folder[..at]).Append(folder[..at]) : [];

    [GeneratedRegex(@"^namespace AudioFunctions\.(?<folder>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (static )?AudioFunctions\.(?<folder>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Z]\w*\b")]
    private static partial Regex Word();
}
