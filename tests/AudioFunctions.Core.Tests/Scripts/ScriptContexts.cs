using AudioFunctions.Scripts;

namespace AudioFunctions.Core.Tests.Scripts;

internal static class ScriptContexts
{
    /// <summary>The six characters that are there from the first start.</summary>
    public static ScriptContext FirstStart { get; } =
        new(new HashSet<string> { "every-coon", "boomer", "fed", "whale", "wojak", "chad" });
}
