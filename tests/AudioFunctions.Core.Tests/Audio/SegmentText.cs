using System.Globalization;
using System.Text;
using AudioFunctions.Audio;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>Segments written as text: each string a line, each <c>{250}</c> a pause in milliseconds at that place.</summary>
internal static class SegmentText
{
    public static SpeechSegment Of(params string[] lines) => Of(0, 0, lines);

    /// <param name="index">The segment's index in the beat.</param>
    /// <param name="firstLine">The index of its first line in the beat.</param>
    public static SpeechSegment Of(int index, int firstLine, params string[] lines)
    {
        var text = new StringBuilder();
        var places = new List<SegmentLine>();
        var silences = new List<SegmentSilence>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
                text.Append(' ');
            var start = text.Length;
            Read(lines[i], isLast: i + 1 == lines.Length, text, silences);
            places.Add(new SegmentLine(firstLine + i, start, text.Length - start));
        }

        var summed = silences.GroupBy(s => s.At).Select(g => new SegmentSilence(g.Key, g.Sum(s => s.Ms)));
        return new SpeechSegment(
            index, "every-coon", "voice", new VoiceSettings(0.5, 0.5, 0.5, 1), text.ToString(), places, [.. summed], null, null);
    }

    /// <summary>A segment with synthetic sound and its exact alignment.</summary>
    public static SpokenSegment Spoken(SpeechSegment segment, SyntheticSpeech speech, bool aligned = true) => new(
        segment,
        new SpokenAudio(
            WaveFile.Of(speech.Samples, speech.SampleRateHz),
            aligned ? new CharacterAlignment(speech.StartSeconds, speech.EndSeconds) : null));

    private static void Read(string line, bool isLast, StringBuilder text, List<SegmentSilence> silences)
    {
        while (line.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = line.IndexOf('}', StringComparison.Ordinal);
            text.Append(line[..open]);
            var ms = int.Parse(line[(open + 1)..close], CultureInfo.InvariantCulture);
            line = line[(close + 1)..];
            // The pause after a line is before the next line's first character, after the joining space.
            silences.Add(new SegmentSilence(text.Length + (line.Length == 0 && !isLast ? 1 : 0), ms));
        }

        text.Append(line);
    }
}
