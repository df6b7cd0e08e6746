using System.Collections.Frozen;

namespace AudioFunctions.Speech.Offline;

/// <summary>The languages that espeak-ng 1.51 speaks, by ISO 639 code.</summary>
internal static class EspeakLanguage
{
    /// <summary>The language if none is set.</summary>
    public const string Default = "en";

    /// <summary>Languages whose name in espeak-ng differs.</summary>
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["en"] = "en-us",
        ["zh"] = "cmn",
        ["fr"] = "fr-fr",
        ["no"] = "nb",
    }.ToFrozenDictionary();

    public static IReadOnlySet<string> Spoken { get; } = string.Join(
        ' ',
        "af am an ar as az ba be bg bn bpy bs ca chr cmn cs cv cy da de el en eo es et eu fa fi fr ga gd gn grc gu hak haw he hi hr ht hu hy hyw",
        "ia id io is it ja jbo ka kk kl kn ko kok ku ky la lb lfn lt ltg lv mi mk ml mr ms mt my nb nci ne nl no nog om or pa pap pl pt py quc",
        "ro ru sd shn si sjn sk sl smj sq sr sv sw ta te th tk tn tr tt ug uk ur uz vi yue zh").Split(' ').ToFrozenSet();

    public static bool IsSpoken(string code) => Spoken.Contains(code);

    /// <summary>espeak-ng's name of the language, or of the default language if it doesn't speak the language.</summary>
    public static string NameOf(string code) => Names.GetValueOrDefault(IsSpoken(code) ? code : Default, code);
}
