using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Voices;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Speech;

public sealed class SpeechPlanProperties
{
    private const int MaxCharacters = 120;

    private static readonly Gen<ScriptLine> Lines =
        from words in Gen.Elements("Me", "chips", "smaller!", "Ünder", "🦝", "...", "four", "dollar.").NonEmptyListOf()
        let text = string.Join(' ', words)
        from character in Gen.Elements("every-coon", "everycoon", "boomer", "chad")
        from pause in Gen.Choose(0, 2000)
        from speed in Gen.Elements<double?>(null, 1.0, 1.15)
        from style in Gen.Elements<double?>(null, 0, 0.7)
        from inner in Gen.Choose(0, text.Length).Zip(Gen.Choose(0, 2000)).ListOf()
        let pauses = inner.Select(p => new InnerPause(p.Item1, p.Item2)).DistinctBy(p => p.At)
        select Beats.Line(text, character, pause, speed, style: style, inner: [.. pauses]);

    private static readonly Arbitrary<Beat> AnyBeat = Lines.NonEmptyListOf()
        .Where(lines => lines.Any(line => line.Text.Any(char.IsLetter)))
        .Select(lines => Beats.Of([.. lines]))
        .ToArbitrary();

    [Fact]
    public void No_silence_is_lost_or_invented() => Check((beat, segments) =>
        Assert.Equal(
            beat.Lines.Sum(l => l.PauseAfterMs + l.InnerPauses.Sum(p => p.Ms)),
            segments.Sum(s => s.Silences.Sum(silence => silence.Ms))));

    [Fact]
    public void Silences_are_in_order_at_different_positions_within_the_text() => Check((beat, segments) => Assert.All(segments, segment =>
    {
        Assert.Equal(segment.Silences.Select(s => s.At).Distinct().Order(), segment.Silences.Select(s => s.At));
        Assert.All(segment.Silences, s => Assert.InRange(s.At, 0, segment.Text.Length));
        // A silence of 0 only if it is written.
        Assert.All(segment.Silences, s => Assert.True(s.Ms > 0 || beat.Lines.Any(line => line.InnerPauses.Any(pause => pause.Ms == 0))));
    }));

    [Fact]
    public void Every_line_with_words_is_spoken_once_in_order_at_its_position_in_the_segment() => Check((beat, segments) =>
    {
        var spoken = beat.Lines.Index().Where(line => line.Item.Text.Any(char.IsLetter)).Select(line => line.Index).ToList();
        // A line that is too long for one request continues in the next segment.
        Assert.Equal(spoken, segments.SelectMany(s => s.Lines).Select(l => l.Line).Distinct());
        Assert.Equal(spoken.Count, segments.SelectMany(s => s.Lines).Count(l => l.From == 0));
        Assert.All(segments, s => Assert.All(s.Lines, l => Assert.Equal(
            beat.Lines[l.Line].Text.AsSpan(l.From, l.Length).ToString(), s.Text.AsSpan(l.Start, l.Length).ToString())));
        Assert.Equal(spoken.SelectMany(line => beat.Lines[line].Text).Where(char.IsLetter), segments.SelectMany(s => s.Text).Where(char.IsLetter));
        Assert.All(segments, s => Assert.InRange(s.CharacterCount, 1, MaxCharacters));
        var silent = Enumerable.Range(0, beat.Lines.Count).Except(spoken);
        Assert.Equal(silent, segments.SelectMany(s => s.SilentLines).Select(l => l.Line));
    });

    [Fact]
    public void Adjacent_segments_differ_or_would_not_fit_into_one_request() => Check((_, segments) =>
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.True(
            pair.First.Character != pair.Second.Character
            || pair.First.Settings != pair.Second.Settings
            || pair.First.Text.Length + 1 + pair.Second.Lines[0].Length > MaxCharacters)));

    private static void Check(Action<Beat, IReadOnlyList<SpeechSegment>> holds) => Prop
        .ForAll(AnyBeat, beat => holds(beat, SpeechPlan.For(beat, Beats.Profiles, RegenerateSettings.None, SomeModels.Taking(MaxCharacters))))
        .QuickCheckThrowOnFailure();
}
