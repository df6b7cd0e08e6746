using System.Text;

namespace AudioFunctions.Speech.Offline;

/// <summary>A writing system that a voice either reads or spells letter by letter.</summary>
/// <param name="Name">For people.</param>
/// <param name="Languages">ISO 639 codes of the offline voice's languages that use it, most likely first.</param>
/// <param name="Ranges">Code points, inclusive.</param>
internal sealed record WritingSystem(string Name, IReadOnlyList<string> Languages, IReadOnlyList<(int First, int Last)> Ranges)
{
    /// <summary>All except Latin, which the languages not listed here use.</summary>
    private static readonly IReadOnlyList<WritingSystem> Others =
    [
        new("Japanese", ["ja"], [(0x3041, 0x30FF), (0x31F0, 0x31FF)]),
        new("Chinese", ["zh", "cmn", "yue", "hak", "ja"], [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)]),
        new("Korean", ["ko"], [(0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3)]),
        new(
            "Cyrillic",
            ["ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "tt", "ba", "cv", "nog", "uz", "az"],
            [(0x0400, 0x052F), (0x1C80, 0x1C8F)]),
        new("Greek", ["el", "grc"], [(0x0370, 0x03FF), (0x1F00, 0x1FFF)]),
        new("Arabic", ["ar", "fa", "ur", "sd", "ug", "ku"], [(0x0600, 0x06FF), (0x0750, 0x077F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)]),
        new("Hebrew", ["he"], [(0x0590, 0x05FF), (0xFB1D, 0xFB4F)]),
        new("Devanagari", ["hi", "mr", "ne", "kok"], [(0x0900, 0x097F)]),
        new("Bengali", ["bn", "as", "bpy"], [(0x0980, 0x09FF)]),
        new("Gurmukhi", ["pa"], [(0x0A00, 0x0A7F)]),
        new("Gujarati", ["gu"], [(0x0A80, 0x0AFF)]),
        new("Odia", ["or"], [(0x0B00, 0x0B7F)]),
        new("Tamil", ["ta"], [(0x0B80, 0x0BFF)]),
        new("Telugu", ["te"], [(0x0C00, 0x0C7F)]),
        new("Kannada", ["kn"], [(0x0C80, 0x0CFF)]),
        new("Malayalam", ["ml"], [(0x0D00, 0x0D7F)]),
        new("Sinhala", ["si"], [(0x0D80, 0x0DFF)]),
        new("Thai", ["th"], [(0x0E00, 0x0E7F)]),
        new("Burmese", ["my", "shn"], [(0x1000, 0x109F)]),
        new("Georgian", ["ka"], [(0x10A0, 0x10FF), (0x1C90, 0x1CBF)]),
        new("Armenian", ["hy", "hyw"], [(0x0530, 0x058F)]),
        new("Ethiopic", ["am"], [(0x1200, 0x137F)]),
        new("Cherokee", ["chr"], [(0x13A0, 0x13FF), (0xAB70, 0xABBF)]),
    ];

    /// <summary>
    /// The main writing system of a text, if <paramref name="language"/> doesn't use at least half of its letters; else null. A foreign name in a
    /// sentence doesn't make the text foreign, and every voice is assumed to read Latin letters.
    /// </summary>
    public static WritingSystem? ForeignIn(string text, string language)
    {
        var letters = text.EnumerateRunes().Where(Rune.IsLetter).Select(rune => rune.Value).ToList();
        var foreign = Others
            .Where(system => !system.Languages.Contains(language))
            .Select(system => (System: system, Count: letters.Count(system.Holds)))
            .ToList();
        // Japanese uses two of them, so count all letters that the voice can't read.
        var all = foreign.Sum(found => found.Count);
        return all > 0 && all * 2 >= letters.Count ? foreign.MaxBy(found => found.Count).System : null;
    }

    private bool Holds(int letter) => Ranges.Any(range => letter >= range.First && letter <= range.Last);
}
