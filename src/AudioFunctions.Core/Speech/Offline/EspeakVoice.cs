using System.Globalization;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech.Offline;

/// <summary>How espeak-ng sounds as a character.</summary>
/// <param name="Variant">A voice of espeak-ng's own.</param>
/// <param name="Pitch">0–99.</param>
/// <param name="WordsPerMinute">80–450.</param>
internal readonly record struct EspeakVoice(string Variant, int Pitch, int WordsPerMinute)
{
    private const int SlowestWordsPerMinute = 80;
    private const int FastestWordsPerMinute = 450;

    private static readonly string[] Variants =
        ["en-us", "en-us+m1", "en-us+m2", "en-us+m3", "en-us+m4", "en-us+m5", "en-us+m6", "en-us+m7", "en-us+f2", "en-us+f3", "en-us+f4"];

    private static readonly Dictionary<string, EspeakVoice> Known = new(StringComparer.Ordinal)
    {
        [VoiceCharacters.EveryCoon] = new("en-us+m3", 45, 165),
        ["boomer"] = new("en-us+m7", 22, 160),
        ["fed"] = new("en-us+m1", 34, 170),
        ["whale"] = new("en-us+m2", 12, 160),
        ["wojak"] = new("en-us+m5", 78, 170),
        ["chad"] = new("en-us+m4", 55, 178),
    };

    /// <summary>
    /// The same for the same character on every machine; speed scales the rate, and style (less stability) lifts the pitch a little.
    /// </summary>
    public static EspeakVoice For(string character, VoiceSettings settings)
    {
        var voice = Known.TryGetValue(character, out var known) ? known : Invented(character);
        var liveliness = (int)Math.Round((settings.Style - settings.Stability) * 8);
        var rate = (int)Math.Round(voice.WordsPerMinute * settings.Speed);
        return voice with
        {
            Pitch = Math.Clamp(voice.Pitch + liveliness, 0, 99),
            WordsPerMinute = Math.Clamp(rate, SlowestWordsPerMinute, FastestWordsPerMinute),
        };
    }

    /// <summary><c>-z</c>: no pause at the end; <c>-b 1</c>: the text is UTF-8.</summary>
    public IReadOnlyList<string> Arguments() =>
    [
        "--stdin", "--stdout", "-z", "-b", "1", "-v", Variant,
        "-p", Pitch.ToString(CultureInfo.InvariantCulture),
        "-s", WordsPerMinute.ToString(CultureInfo.InvariantCulture),
    ];

    private static EspeakVoice Invented(string character)
    {
        // FNV-1a, as string.GetHashCode differs from process to process.
        var hash = character.Aggregate(2166136261u, (h, c) => unchecked((h ^ c) * 16777619u));
        return new EspeakVoice(Variants[hash % (uint)Variants.Length], (int)(15 + ((hash >> 8) % 70)), (int)(150 + ((hash >> 16) % 36)));
    }
}
