namespace AudioFunctions.Platform;

/// <summary>
/// Whether a part of a path can be the name of a session, a take or an exported file. An impossible name isn't looked up, because the
/// storage account would refuse the request, which would look like an outage.
/// </summary>
internal static class PathName
{
    private const int MaxLength = 128;

    public static bool IsPossible(string name) =>
        name.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
