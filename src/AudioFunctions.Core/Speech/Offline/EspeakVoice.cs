using System.Globalization;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech.Offline;

/// <summary>How espeak-ng sounds as a character.</summary>
/// <param name="Variant">A language of espeak-ng's, and one of its timbres for it.</param>
/// <param name="Pitch">0–99.</param>
/// <param name="WordsPerMinute">80–450.</param>
internal readonly record struct EspeakVoice(string Variant, int Pitch, int WordsPerMinute)
{
    private const int SlowestWordsPerMinute = 80;
    private const int FastestWordsPerMinute = 450;

    private static readonly string[] Timbres = ["", "+m1", "+m2", "+m3", "+m4", "+m5", "+m6", "+m7", "+f2", "+f3", "+f4"];

    private static readonly Dictionary<string, EspeakVoice> Known = new(StringComparer.Ordinal)
    {
        [VoiceCharacters.EveryCoon] = new("+m3", 45, 165),
        ["boomer"] = new("+m7", 22, 160),
        ["fed"] = new("+m1", 34, 170),
        ["whale"] = new("+m2", 12, 160),
        ["wojak"] = new("+m5", 78, 170),
        ["chad"] = new("+m4", 55, 178),
    };

    /// <summary>
    /// The same for the same character on every machine; speed scales the rate, and style (less stability) lifts the pitch a little.
    /// </summary>
    /// <param name="language">ISO 639.</param>
    public static EspeakVoice For(string character, VoiceSettings settings, string language = EspeakLanguage.Default)
    {
        var voice = Known.TryGetValue(character, out var known) ? known : Invented(character);
        var liveliness = (int)Math.Round((settings.Style - settings.Stability) * 8);
        var rate = (int)Math.Round(voice.WordsPerMinute * settings.Speed);
        return voice with
        {
            Variant = EspeakLanguage.NameOf(language) + voice.Variant,
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
        return new EspeakVoice(Timbres[hash % (uint)Timbres.Length], (int)(15 + ((hash >> 8) % 70)), (int)(150 + ((hash >> 16) % 36)));
    }
}
