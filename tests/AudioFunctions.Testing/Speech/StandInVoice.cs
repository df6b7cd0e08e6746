using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AudioFunctions.Testing.Speech;

/// <summary>Makes the stand-in's audio: real MP3, made once a text and kept for all stand-ins of the process.</summary>
internal static class StandInVoice
{
    private const int EspeakRate = 22_050;
    private const int ToneRate = 44_100;
    private const double ToneSecondsPerCharacter = 0.055;
    private const double WordsPerMinute = 175;
    private const int Audible = 100;

    private static readonly ConcurrentDictionary<string, Lazy<Task<SpokenResponse>>> Answers = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Lazy<Task<short[]>>> Words = new(StringComparer.Ordinal);

    /// <summary>Programs at once: the machine is shared with what is tested.</summary>
    private static readonly SemaphoreSlim Programs = new(2);

    public static Task<SpokenResponse> SpeakAsync(
        string text, double speed, bool hasAudioTags, string outputFormat, StandInOptions options, int gain = 1)
    {
        var sound = options.SpeechDuration is null ? options.Sound : StandInSound.Tones;
        var key = FormattableString.Invariant($"{sound}|{options.SpeechDuration}|{speed}|{hasAudioTags}|{gain}|{outputFormat}|{text}");
        return Answers.GetOrAdd(key, _ => new(() => sound == StandInSound.Tones
            ? TonesAsync(text, speed, hasAudioTags, outputFormat, gain, options.SpeechDuration)
            : SpeechAsync(text, speed, hasAudioTags, outputFormat, gain))).Value;
    }

    private static async Task<SpokenResponse> SpeechAsync(string text, double speed, bool hasAudioTags, string outputFormat, int gain)
    {
        var words = await SpokenWords.OfAsync(text, hasAudioTags, EspeakRate, 1 / speed, word => WordAsync(word, speed));
        return words.Encoded(await EncodeAsync(Amplified(words.Samples, gain), EspeakRate, outputFormat));
    }

    private static async Task<SpokenResponse> TonesAsync(
        string text, double speed, bool hasAudioTags, string outputFormat, int gain, TimeSpan? duration)
    {
        var scale = 1 / speed;
        var words = await SpokenWords.OfAsync(text, hasAudioTags, ToneRate, scale, word => Task.FromResult(Tone(word, scale)));
        if (duration is { } wanted)
        {
            scale *= wanted.TotalSeconds * ToneRate / words.Samples.Count;
            words = await SpokenWords.OfAsync(text, hasAudioTags, ToneRate, scale, word => Task.FromResult(Tone(word, scale)));
        }

        return words.Encoded(await EncodeAsync(Amplified(words.Samples, gain), ToneRate, outputFormat));
    }

    private static IReadOnlyList<short> Amplified(IReadOnlyList<short> samples, int gain) =>
        gain == 1 ? samples : [.. samples.Select(sample => (short)Math.Clamp(sample * gain, short.MinValue, short.MaxValue))];

    private static short[] Tone(string word, double scale)
    {
        var samples = new short[(int)(word.Length * ToneSecondsPerCharacter * scale * ToneRate)];
        var frequency = 180 + (word.Length * 20);
        for (var i = 0; i < samples.Length; i++)
        {
            // Ramps of 4 ms keep the edges from clicking.
            var ramp = Math.Min(1.0, Math.Min(i, samples.Length - 1 - i) / (0.004 * ToneRate));
            samples[i] = (short)(9000 * ramp * Math.Sin(2 * Math.PI * frequency * i / ToneRate));
        }

        return samples;
    }

    private static Task<short[]> WordAsync(string word, double speed)
    {
        var rate = ((int)(WordsPerMinute * speed)).ToString(CultureInfo.InvariantCulture);
        return Words.GetOrAdd($"{rate}|{word}", _ => new(async () =>
        {
            string[] arguments = ["-z", "-b", "1", "-v", "en-us+m3", "-s", rate, "--stdin", "--stdout"];
            var wave = await ProgramRun.OutputAsync(Programs, "espeak-ng", arguments, System.Text.Encoding.UTF8.GetBytes(word));
            return Voiced(wave);
        })).Value;
    }

    /// <summary>From the first sample that can be heard to the last; a moment of quiet for what has no sound.</summary>
    private static short[] Voiced(byte[] wave)
    {
        const int headerLength = 44;
        var samples = wave.Length <= headerLength ? [] : MemoryMarshal.Cast<byte, short>(wave.AsSpan(headerLength)).ToArray();
        var first = Array.FindIndex(samples, s => Math.Abs((int)s) > Audible);
        var last = Array.FindLastIndex(samples, s => Math.Abs((int)s) > Audible);
        return first < 0 ? new short[EspeakRate / 20] : samples[first..(last + 1)];
    }

    /// <summary>Through a file, as only then the MP3's header says how much of its first and last frame is padding.</summary>
    private static async Task<byte[]> EncodeAsync(IReadOnlyList<short> samples, int rate, string outputFormat)
    {
        var format = outputFormat.Split('_');
        var file = Path.Combine(Path.GetTempPath(), $"standin-{Guid.NewGuid():N}.{format[0]}");
        string[] arguments =
        [
            "-v", "error", "-f", "s16le", "-ar", rate.ToString(CultureInfo.InvariantCulture), "-ac", "1", "-i", "pipe:0",
            "-ar", format[1], .. format[0] == "mp3" ? (string[])["-b:a", format[2] + "k"] : [], "-y", file,
        ];
        try
        {
            await ProgramRun.OutputAsync(Programs, "ffmpeg", arguments, MemoryMarshal.AsBytes(samples.ToArray().AsSpan()).ToArray());
            return await File.ReadAllBytesAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
