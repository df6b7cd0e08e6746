using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>Properties of the takes of all beats.</summary>
public sealed class TakeLengthProperties
{
    private static readonly Gen<int> Pause = Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 2000));

    private static readonly Gen<string> Line =
        from words in Few(Gen.Elements("Bag", "not", "a", "chips", "I", "-", "2nd"), 4)
        from inner in Pause
        from at in Gen.Choose(0, words.Length)
        from after in Pause
        select string.Join(' ', words.Take(at)) + Separated(at, words.Length, inner) + string.Join(' ', words.Skip(at)) + Mark(after);

    private static readonly Gen<string[][]> Beat = Few(Few(Line, 3), 3);

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(200);

    [Fact]
    public void Lengths_add_up() => Check(PauseMode.Add, aligned: true, (segments, speech, mixed) =>
    {
        var pausesMs = segments.Sum(s => s.Silences.Sum(p => p.Ms));
        var raw = speech.Sum(s => s.Samples.Length);
        Assert.InRange(mixed.Samples.Length - raw, (pausesMs * 44.1) - 1, pausesMs * 44.1);
        Assert.InRange(mixed.Take.DurationMs, (raw / 44.1) + pausesMs - 1, (raw / 44.1) + pausesMs + 1);
        Assert.Empty(mixed.Take.Warnings);
    });

    [Fact]
    public void Without_an_alignment_lengths_add_up_except_for_the_missing_pauses() =>
        Check(PauseMode.Add, aligned: false, (segments, speech, mixed) =>
        {
            var pauses = segments.Sum(s => s.Silences.Count);
            var withoutAny = speech.Sum(s => s.Samples.Length);
            var missing = mixed.Take.Warnings.Where(w => w.Contains(" is missing: ", StringComparison.Ordinal)).ToList();
            var missingMs = missing.Sum(w => int.Parse(w.Split(' ')[4], System.Globalization.CultureInfo.InvariantCulture));
            Assert.InRange(missing.Count, 0, pauses);
            var writtenMs = segments.Sum(s => s.Silences.Sum(p => p.Ms)) - missingMs;
            Assert.InRange(mixed.Samples.Length - withoutAny, (writtenMs * 44.1) - 1, writtenMs * 44.1);
        });

    [Fact]
    public void Exact_takes_contain_all_voice_and_all_pauses() => Check(PauseMode.Exact, aligned: true, (segments, speech, mixed) =>
    {
        var voice = speech.Sum(s => s.Words.Sum(w => Sound.Energy(s.Samples.AsSpan(w.From, w.Length))));
        Assert.InRange(Sound.Energy(mixed.Samples), voice * 0.995, voice * 1.005);
        Assert.InRange(mixed.Samples.Length, segments.Sum(s => s.Silences.Sum(p => p.Ms)) * 44, int.MaxValue);
    });

    [Theory]
    [InlineData(PauseMode.Add, true)]
    [InlineData(PauseMode.Add, false)]
    [InlineData(PauseMode.Exact, true)]
    [InlineData(PauseMode.Exact, false)]
    public void Every_line_is_timed_in_order_and_within_the_take(PauseMode mode, bool aligned) => Check(mode, aligned, (segments, _, mixed) =>
    {
        Assert.Equal(segments.SelectMany(s => s.Lines).Select(l => l.Line), mixed.Take.Lines.Select(l => l.Line));
        var moments = mixed.Take.Lines.SelectMany(l => new[] { l.StartMs, l.EndMs }).ToList();
        Assert.Equal(moments.Order(), moments);
        Assert.InRange(moments[0], 0, moments[^1]);
        Assert.InRange(moments[^1], 0, mixed.Take.DurationMs);
    });

    private static void Check(
        PauseMode mode, bool aligned, Action<IReadOnlyList<SpeechSegment>, IReadOnlyList<SyntheticSpeech>, Mixed> holds) =>
        FsCheck.Check.One(Runs, Prop.ForAll(Beat.ToArbitrary(), beat =>
        {
            var firstLines = beat.Select((_, i) => beat.Take(i).Sum(lines => lines.Length));
            var segments = beat.Zip(firstLines, (lines, first) => SegmentText.Of(0, first, lines)).ToList();
            var speech = segments.Select(s => SyntheticSpeech.Speak(s.Text)).ToList();
            var spoken = segments.Zip(speech, (segment, said) => SegmentText.Spoken(segment, said, aligned)).ToList();
            holds(segments, speech, Mixed.Of(mode, spoken, speech));
        }));

    private static Gen<T[]> Few<T>(Gen<T> one, int max) => Gen.Choose(1, max).SelectMany(one.ArrayOf);

    private static string Separated(int at, int count, int pauseMs) =>
        at == 0 ? Mark(pauseMs) : at == count ? "" : " " + Mark(pauseMs);

    private static string Mark(int pauseMs) => pauseMs == 0 ? "" : $"{{{pauseMs}}}";
}
