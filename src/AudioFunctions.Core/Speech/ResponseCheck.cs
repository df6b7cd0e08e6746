using System.Buffers.Binary;
using AudioFunctions.Metering;

namespace AudioFunctions.Speech;

/// <summary>Checks whether a response contains the requested speech, before it is stored.</summary>
internal static class ResponseCheck
{
    // Encoders and decoders count padding differently, and alignments of eleven_v4 end up to 80 ms after the audio.
    private const double ToleranceSeconds = 0.25;

    // Alignments of eleven_v3 run ahead of the audio, the further the longer it is (elevenlabs-python issue 772).
    private const double Drift = 0.05;

    // Discarding complete speech costs more than missing a final breath.
    private const double SteadyDrift = 0.01;

    /// <summary>Id prefixes of models whose alignment hardly drifts; the alignment of other models may.</summary>
    private static readonly string[] Steady = ["eleven_v4", "eleven_multilingual_v2", "eleven_flash_v2", "eleven_turbo_v2"];

    // A few odd times are no reason to discard speech.
    private const int MaxOddEnds = 2;

    private const int WaveHeaderLength = 44;

    /// <summary>What is wrong with a response, worded as the rest of a sentence about it; null if it can be used.</summary>
    public static string? DefectOf(RawSpeech raw, string text)
    {
        SpokenAudio spoken;
        try
        {
            spoken = SpeechResponse.Read(raw, text);
        }
        catch (SpeechException e) when (e.Code == SpeechCodes.ResponseUnusable)
        {
            return "holds no audio";
        }

        var audio = spoken.Audio.Span;
        // The length of these two formats is known only after decoding.
        if (audio.StartsWith("fLaC"u8) || audio.StartsWith("OggS"u8))
            return null;
        if (SecondsOf(audio) is not { } seconds)
            return "is not audio";
        if (spoken.Alignment is null)
            return null;

        var end = EndOf(spoken.Alignment);
        var drift = Array.Exists(Steady, id => raw.Model.StartsWith(id, StringComparison.Ordinal)) ? SteadyDrift : Drift;
        return end > seconds + Math.Max(ToleranceSeconds, seconds * drift)
            ? FormattableString.Invariant($"is cut short: {seconds:0.0} s of {end:0.0} s")
            : null;
    }

    private static double? SecondsOf(ReadOnlySpan<byte> audio)
    {
        if (!audio.StartsWith("RIFF"u8))
            return Mp3File.Read(audio)?.Seconds;
        if (audio.Length <= WaveHeaderLength)
            return null;
        var bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(audio[28..]);
        return bytesPerSecond > 0 ? (audio.Length - WaveHeaderLength) / (double)bytesPerSecond : null;
    }

    private static double EndOf(CharacterAlignment alignment)
    {
        var ends = alignment.EndSeconds.OrderDescending().ToList();
        return ends[Math.Min(MaxOddEnds, ends.Count / 8)];
    }
}
