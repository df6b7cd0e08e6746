using System.Globalization;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Mixing;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Offline;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Voices;

namespace AudioFunctions.Benchmarks.Audio;

/// <summary>
/// What the quality check says of a thousand random takes of espeak-ng as they are, of all lengths from one word on, and of the same takes
/// made bad on purpose: how many are suspect, and for which reasons.
/// </summary>
public static class QualityBenchmark
{
    private const int Takes = 1000;
    private const int FirstSeed = 90_000;
    private static readonly string[] Characters = ["every-coon", "boomer", "fed", "whale", "wojak", "chad", "granny"];

    private static readonly (string Name, Func<short[], short[]> Damage)[] Rows =
    [
        ("as spoken", samples => samples),
        ("clipped by 6 dB", samples => DamagedSound.Clipped(samples)),
        ("clipped by 2 dB", samples => DamagedSound.Clipped(samples, aboveFullScaleDb: 2)),
        ("clipped, turned down", DamagedSound.FlatTopped),
        ("cut off", samples => DamagedSound.CutOff(samples, Wave.SampleRate)),
        ("2 s of silence inside", samples => DamagedSound.Interrupted(samples, Wave.SampleRate)),
        ("noise at -30 dB behind", samples => DamagedSound.NoisyTail(samples, Wave.SampleRate)),
        ("noise at -40 dB behind", samples => DamagedSound.NoisyTail(samples, Wave.SampleRate, levelDb: -40)),
        ("empty", DamagedSound.Empty),
        ("double speed", DamagedSound.DoubleSpeed),
        ("a third of the speed", samples => DamagedSound.Slow(samples, 3)),
    ];

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var espeak = new EspeakProcess("espeak-ng", TimeSpan.FromMinutes(1), TimeProvider.System);
        var spoken = new (SpeechSegment Segment, short[] Samples)[Takes];
        await Parallel.ForAsync(0, Takes, cancellationToken, async (i, token) => spoken[i] = await SpeakAsync(espeak, i, token));

        await output.WriteLineAsync("recording                 takes   suspect   reasons");
        foreach (var (name, damage) in Rows)
        {
            var qualities = spoken.AsParallel().AsOrdered().WithCancellation(cancellationToken)
                .Select(take => Judge(take.Segment, damage(take.Samples))).ToList();
            var reasons = qualities.SelectMany(quality => quality.Reasons).CountBy(reason => reason).OrderByDescending(reason => reason.Value)
                .Select(reason => $"{reason.Key} {reason.Value}");
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-24} {qualities.Count,6} {qualities.Count(quality => quality.Verdict == QualityVerdict.Suspect),9}   {string.Join(", ", reasons)}"));
        }
    }

    /// <summary>One word to about 50, at any speed a profile may have.</summary>
    private static async Task<(SpeechSegment Segment, short[] Samples)> SpeakAsync(
        EspeakProcess espeak, int index, CancellationToken cancellationToken)
    {
        var random = new Random(FirstSeed + index);
        var written = new RandomSegment(FirstSeed + index, noise: 0, lines: random.Next(1, 7)).Segment;
        var text = random.Next(4) == 0 ? written.Text.Split(' ')[0].TrimEnd(',') + "." : written.Text;
        var segment = written with
        {
            Character = Characters[random.Next(Characters.Length)],
            Settings = new VoiceSettings(random.NextDouble(), 0.78, random.NextDouble(), 0.7 + (random.Next(51) / 100.0)),
            Text = text,
            Lines = text == written.Text ? written.Lines : [new SegmentLine(0, 0, text.Length)],
            Silences = text == written.Text ? written.Silences : [],
        };
        var samples = await espeak.SpeakAsync(text, AudioFunctions.Speech.Offline.EspeakVoice.For(segment.Character, segment.Settings), cancellationToken);
        return (segment, VoicedStretch.Of(OfflineLoudness.Level(samples)).Samples);
    }

    private static TakeQuality Judge(SpeechSegment segment, short[] samples)
    {
        // No alignment: the check is of the sound alone.
        var spoken = new SpokenSegment(segment, new SpokenAudio(Array.Empty<byte>(), null));
        return new TakeMixer(PauseMode.Add, Wave.SampleRate).Mix([spoken], _ => (short[])samples.Clone(), Stream.Null, CancellationToken.None).Quality;
    }
}
