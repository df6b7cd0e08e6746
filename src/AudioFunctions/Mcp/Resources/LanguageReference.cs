using System.Text;
using AudioFunctions.Review;

namespace AudioFunctions.Mcp.Resources;

/// <summary><c>docs/els.md</c>, which the review page serves too.</summary>
internal static class LanguageReference
{
    private const string FileName = "els.txt";

    public static string Text { get; } = Encoding.UTF8.GetString(
        (StudioFiles.Find(FileName) ?? throw new InvalidOperationException($"{FileName} is not in the assembly.")).Content);
}
