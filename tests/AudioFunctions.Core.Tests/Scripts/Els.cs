using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;

namespace AudioFunctions.Core.Tests.Scripts;

/// <summary>Builds and reads scripts for tests.</summary>
internal static class Els
{
    public const string Meta = "[META]\nvideo_title: Title\nproject: demo\n";

    public const string Header = Meta + "[BEAT: 01_a]\nname: A\n---\n";

    /// <summary>The line of the argument of <see cref="Body"/>.</summary>
    public const int BodyLine = 7;

    /// <summary>The six default characters.</summary>
    public static ScriptContext Context { get; } =
        new(new HashSet<string> { "every-coon", "boomer", "fed", "whale", "wojak", "chad" });

    /// <summary>A script that is valid if the body is.</summary>
    public static string Body(string body) => $"{Header}{body}\n[END_BEAT]\n";

    public static string Beat(string id, string body = "Text.") => $"[BEAT: {id}]\nname: Name\n---\n{body}\n[END_BEAT]\n";

    public static ParseResult Read(string script) => ScriptReader.Read(script, Context);

    /// <summary>The beat of a valid script with this body.</summary>
    public static Beat BeatOf(string body)
    {
        var reading = Read(Body(body));
        Assert.Empty(reading.Validation.Errors);
        return Assert.Single(reading.Script!.Beats);
    }

    public static ScriptLine LineOf(string body) => Assert.Single(BeatOf(body).Lines);

    /// <summary>All diagnostics as "code line:column".</summary>
    public static string[] FindingsIn(string script) =>
        [.. Read(script).Validation.Diagnostics.Select(found => $"{found.Code} {found.Line}:{found.Column}")];
}
