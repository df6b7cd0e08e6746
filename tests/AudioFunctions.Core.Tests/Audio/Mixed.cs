using System.Runtime.InteropServices;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Mixing;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>The samples of a take before it is encoded.</summary>
internal sealed record Mixed(AssembledTake Take, short[] Samples)
{
    public const int SampleRateHz = 44100;

    public static Mixed Of(PauseMode mode, params (SpeechSegment Segment, SyntheticSpeech Speech)[] parts) =>
        Of(mode, [.. parts.Select(p => SegmentText.Spoken(p.Segment, p.Speech))], [.. parts.Select(p => p.Speech)]);

    public static Mixed Of(PauseMode mode, IReadOnlyList<SpokenSegment> segments, IReadOnlyList<SyntheticSpeech> speech)
    {
        using var output = new MemoryStream();
        var take = new TakeMixer(mode, SampleRateHz).Mix(
            segments, i => speech[i].Samples.ToArray(), output, CancellationToken.None);
        return new Mixed(take, MemoryMarshal.Cast<byte, short>(output.ToArray()).ToArray());
    }

    public static int Ms(int samples) => (int)Math.Round(samples * 1000.0 / SampleRateHz);

    public static int FromMs(double ms) => (int)Math.Round(ms * SampleRateHz / 1000);

    /// <summary>The position of each word of a recording in this take. Each must be complete, unchanged and after the one before it.</summary>
    public IReadOnlyList<Stretch> FindWords(SyntheticSpeech speech, IEnumerable<int> expectedStarts)
    {
        var found = new List<Stretch>();
        foreach (var (word, expected) in speech.Words.Zip(expectedStarts))
        {
            var (at, likeness) = Sound.Find(speech.Samples.AsSpan(word.From, word.Length), Samples, expected, reach: FromMs(5));
            Assert.True(likeness > 0.995, $"word {found.Count} is cut or missing: likeness {likeness:0.000} at {at - expected:+0;-0} samples");
            found.Add(new Stretch(at, at + word.Length));
        }

        return found;
    }
}
