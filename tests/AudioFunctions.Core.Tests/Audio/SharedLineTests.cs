using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>A line that is too long for its model and continues in the next segment.</summary>
public sealed class SharedLineTests
{
    private static readonly SpeechSegment First = SegmentText.Of(0, 0, "Stole your chips.", "Bag not same.");

    private static readonly SpeechSegment Second = Continued(SegmentText.Of(1, 1, "You got {200}scammed.{300}"), from: 14);

    [Theory]
    [InlineData(PauseMode.Add)]
    [InlineData(PauseMode.Exact)]
    public void Natural_silence_between_the_two_parts_is_kept_in_both_modes(PauseMode mode)
    {
        var (first, second, mixed) = Mix(mode, noise: 0);

        var silences = Sound.Silences(mixed.Samples, Mixed.FromMs(100));
        var natural = first.Samples.Length - first.Words[^1].To + second.Words[0].From;
        var end = Mixed.FromMs(mixed.Take.Words![5].EndMs);
        var gap = Assert.Single(silences, silence => Math.Abs(silence.From - end) < Mixed.FromMs(10));
        Assert.InRange(gap.Length, natural - Mixed.FromMs(3), natural + Mixed.FromMs(3));
    }

    [Theory]
    [InlineData(PauseMode.Add)]
    [InlineData(PauseMode.Exact)]
    public void The_cut_does_not_click(PauseMode mode)
    {
        var (first, second, mixed) = Mix(mode, noise: 300);

        Assert.InRange(Sound.LargestStep(mixed.Samples), 1, Math.Max(Sound.LargestStep(first.Samples), Sound.LargestStep(second.Samples)));
    }

    [Fact]
    public void The_line_has_one_timing_and_positions_of_words_and_pauses_start_at_its_beginning()
    {
        var (_, _, mixed) = Mix(PauseMode.Add, noise: 0);

        Assert.Equal([0, 1], mixed.Take.Lines.Select(line => line.Line));
        Assert.Equal(mixed.Take.Words![^1].EndMs, mixed.Take.Lines[1].EndMs);
        Assert.Equal(mixed.Take.Words[3].StartMs, mixed.Take.Lines[1].StartMs);
        Assert.Equal(
            [(1, 0, 3), (1, 4, 3), (1, 8, 4), (1, 14, 3), (1, 18, 3), (1, 22, 7)],
            mixed.Take.Words.Skip(3).Select(word => (word.Line, word.At, word.Length)));
        Assert.Equal((1, 22, 200), mixed.Take.Pauses.Select(pause => (pause.Line, pause.At, pause.Ms)).Single());
    }

    private static (SyntheticSpeech First, SyntheticSpeech Second, Mixed Mixed) Mix(PauseMode mode, double noise)
    {
        var (first, second) = (SyntheticSpeech.Speak(First.Text, noise: noise), SyntheticSpeech.Speak(Second.Text, noise: noise));
        return (first, second, Mixed.Of(mode, (First, first), (Second, second)));
    }

    private static SpeechSegment Continued(SpeechSegment segment, int from) =>
        segment with { Lines = [.. segment.Lines.Select((line, i) => i == 0 ? line with { From = from } : line)] };
}
