using System.Globalization;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech.Offline;

/// <summary>espeak-ng's settings for a character.</summary>
/// <param name="Variant">A language of espeak-ng with one of its timbres.</param>
/// <param name="Pitch">0–99.</param>
/// <param name="WordsPerMinute">80–450.</param>
internal readonly record struct EspeakVoice(string Variant, int Pitch, int WordsPerMinute)
{
    private const int SlowestWordsPerMinute = 80;
    private const int FastestWordsPerMinute = 450;

    /// <summary>On a scale to 200. espeak-ng clips the peaks of some timbres at its default of 100; the level is set afterwards.</summary>
    private const int Amplitude = 70;

    /// <summary>About 17 letters a second. Slower speech has silences within words, which the cutter takes for pauses (see docs/decisions.md).</summary>
    private const int UsualWordsPerMinute = 165;

    /// <summary>Those with the most different spectra; of m1 to m6, which hardly differ, only m3. Six male, five female.</summary>
    private static readonly string[] Timbres =
        ["+m3", "+m7", "+m8", "+croak", "+klatt2", "+Andy", "+f3", "+Annie", "+steph", "+aunty", "+linda"];

    /// <summary>Two semitones apart.</summary>
    private static readonly int[] Pitches = [15, 28, 41, 54, 67, 80];

    private static readonly int[] Rates = [UsualWordsPerMinute - 8, UsualWordsPerMinute, UsualWordsPerMinute + 8];

    /// <summary>Lowest first: their pitches rise from 66 to 158 Hz, with two semitones or more between neighbours.</summary>
    private static readonly Dictionary<string, EspeakVoice> Known = new(StringComparer.Ordinal)
    {
        ["whale"] = new("+m8", 18, UsualWordsPerMinute),
        ["boomer"] = new("+croak", 18, UsualWordsPerMinute),
        ["fed"] = new("+klatt2", 47, 175),
        [VoiceCharacters.EveryCoon] = new("+m3", 52, UsualWordsPerMinute),
        ["chad"] = new("+m7", 72, 173),
        ["wojak"] = new("+m5", 90, 169),
    };

    /// <summary>
    /// The same for the same character on every machine. Speed scales the rate, and style (or less stability) raises the pitch a little.
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
        "-a", Amplitude.ToString(CultureInfo.InvariantCulture),
        "-p", Pitch.ToString(CultureInfo.InvariantCulture),
        "-s", WordsPerMinute.ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>One of 66 distinguishable voices, and a rate.</summary>
    private static EspeakVoice Invented(string character)
    {
        var voice = Hash(character);
        (voice, var timbre) = Math.DivRem(voice, (uint)Timbres.Length);
        (voice, var pitch) = Math.DivRem(voice, (uint)Pitches.Length);
        return new EspeakVoice(Timbres[timbre], Pitches[pitch], Rates[voice % (uint)Rates.Length]);
    }

    /// <summary>
    /// FNV-1a with MurmurHash's final mix, so that names that differ in one letter differ in all bits. string.GetHashCode differs between processes.
    /// </summary>
    private static uint Hash(string text)
    {
        unchecked
        {
            var hash = text.Aggregate(2166136261u, (h, c) => (h ^ c) * 16777619u);
            hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
            hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
            return hash ^ (hash >> 16);
        }
    }
}
