using System.Text;
using System.Text.Json;
using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>Takes whose spoken or sent text differs from the written one.</summary>
public sealed class ReplacedWordsTests
{
    private const int Tolerance = 10;

    /// <summary>A written word and its edits.</summary>
    private static readonly Gen<Word> Words = Gen.Elements(
        new Word("chips"),
        new Word("bag."),
        new Word("薯片"),
        new Word("1999"),
        new Word("WAGMI", new TextEdit(0, 5, "we are all gonna make it")),
        new Word("2nd", new TextEdit(0, 3, "second")),
        new Word("SEC.", new TextEdit(0, 3, "the ess ee see")),
        new Word("bayou,", new TextEdit(0, 5, "ˈbaɪuː", IsIpa: true)),
        new Word("not", new TextEdit(0, 0, "[whispers very softly] ")),
        new Word("pieced", new TextEdit(0, 0, "[sad] "), new TextEdit(0, 6, "pea st")),
        new Word("{250}now", new TextEdit(0, 3, "right away")),
        new Word("{1200}you"));

    private static readonly Gen<Word[][]> Lines = Gen.Choose(1, 3).SelectMany(count =>
        Gen.Choose(1, 6).SelectMany(words => Words.ArrayOf(words)).ArrayOf(count));

    [Theory]
    [InlineData(PauseMode.Add)]
    [InlineData(PauseMode.Exact)]
    public void Every_written_word_is_timed_where_its_sound_is(PauseMode mode) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(Lines.ToArbitrary(), lines =>
        {
            var segment = Segment(lines);
            var sound = SyntheticSpeech.Speak(segment.Sent.Said);
            var mixed = Mixed.Of(mode, [new SpokenSegment(segment, Answer(segment, sound))], [sound]);

            Assert.Empty(mixed.Take.Warnings);
            var words = lines.SelectMany(line => line).ToList();
            // "薯片" is two words, whose times are adjacent.
            var timed = mixed.Take.Words!.ToList();
            var (at, heard) = (0, 0);
            foreach (var word in words)
            {
                var parts = word.Text is "薯片" ? 2 : 1;
                var saidWords = word.SaidWords;
                var expected = (sound.Words[heard], sound.Words[heard + saidWords - 1]);
                AssertIsAt(mixed, sound, expected.Item1, timed[at].StartMs, isStart: true);
                AssertIsAt(mixed, sound, expected.Item2, timed[at + parts - 1].EndMs, isStart: false);
                (at, heard) = (at + parts, heard + saidWords);
            }

            Assert.Equal((timed.Count, sound.Words.Count), (at, heard));
        }));

    [Fact]
    public void The_pace_of_a_long_replacement_is_judged_by_the_spoken_text()
    {
        var segment = Segment([[new Word("WAGMI", new TextEdit(0, 5, "we are all gonna make it and nobody can ever stop us from that now"))]]);
        var sound = SyntheticSpeech.Speak(segment.Sent.Said);

        var take = Mixed.Of(PauseMode.Add, [new SpokenSegment(segment, Answer(segment, sound))], [sound]).Take;

        Assert.Equal([new WordTiming(0, 0, 5, Mixed.Ms(sound.Words[0].From), Mixed.Ms(sound.Words[^1].To))], take.Words);
        Assert.Empty(take.Quality.Reasons);
    }

    [Theory]
    [InlineData(PauseMode.Add)]
    [InlineData(PauseMode.Exact)]
    public void Pauses_next_to_replacements_keep_their_position_in_the_written_text(PauseMode mode)
    {
        var segment = Segment([[new("Corporation"), new("{400}SEC", new TextEdit(0, 3, "ess ee see")), new("{300}chips")]]);
        var sound = SyntheticSpeech.Speak(segment.Sent.Said);

        var take = Mixed.Of(mode, [new SpokenSegment(segment, Answer(segment, sound))], [sound]).Take;

        Assert.Equal([(0, 12, 400), (0, 16, 300)], take.Pauses.Select(pause => (pause.Line, pause.At, pause.Ms)));
    }

    /// <summary>Finds a word's sound in the take by its samples.</summary>
    private static void AssertIsAt(Mixed mixed, SyntheticSpeech sound, Stretch word, int ms, bool isStart)
    {
        var expected = Mixed.FromMs(ms) - (isStart ? 0 : word.Length);
        var (at, likeness) = Sound.Find(sound.Samples.AsSpan(word.From, word.Length), mixed.Samples, expected, reach: Mixed.FromMs(Tolerance));
        Assert.True(likeness > 0.99, $"no such sound at {ms} ms: likeness {likeness:0.000} at {at - expected:+0;-0} samples");
    }

    private static SpeechSegment Segment(Word[][] lines)
    {
        var segment = SegmentText.Of([.. lines.Select(line => string.Join(' ', line.Select(word => word.Marked)) + "{150}")]);
        var edits = new List<TextEdit>();
        var at = 0;
        foreach (var word in lines.SelectMany(line => line))
        {
            edits.AddRange(word.Edits.Select(edit => edit with { At = at + edit.At }));
            at += word.Text.Length + 1;
        }

        return segment with { Edits = edits };
    }

    /// <summary>Like the speech service's response: times for all sent characters; characters that aren't spoken last almost no time.</summary>
    private static SpokenAudio Answer(SpeechSegment segment, SyntheticSpeech sound)
    {
        var sent = segment.Sent;
        var isSaid = sent.SaidCharacters();
        var (starts, ends) = (new List<double>(), new List<double>());
        var said = 0;
        foreach (var heard in isSaid)
        {
            var start = said < sound.StartSeconds.Length ? sound.StartSeconds[said] : sound.EndSeconds[^1];
            starts.Add(start);
            ends.Add(heard ? sound.EndSeconds[said] : start);
            said += heard ? 1 : 0;
        }

        var json = JsonSerializer.Serialize(new
        {
            audio_base64 = Convert.ToBase64String(WaveFile.Of(sound.Samples, sound.SampleRateHz)),
            alignment = new
            {
                characters = sent.Text.Select(c => c.ToString()),
                character_start_times_seconds = starts,
                character_end_times_seconds = ends,
            },
        });
        return SpeechResponse.Read(new RawSpeech(Encoding.UTF8.GetBytes(json), "elevenlabs", "m", 1, "r1"), sent);
    }

    private sealed record Word(string Marked, params TextEdit[] Edits)
    {
        public string Text { get; } = Marked[(Marked.IndexOf('}', StringComparison.Ordinal) + 1)..];

        public int SaidWords => new SentText(Text, Edits).Said.Split(' ').Length;
    }
}
