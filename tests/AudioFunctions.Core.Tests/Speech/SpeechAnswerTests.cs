using System.Text;
using AudioFunctions.Speech;

namespace AudioFunctions.Core.Tests.Speech;

public sealed class SpeechAnswerTests
{
    private const string Audio = "\"audio_base64\":\"UklGRg==\"";

    [Fact]
    public void Audio_and_alignment_are_read()
    {
        var spoken = Read(Answer("""["a","b"]""", "[0,0.5]", "[0.5,0.75]"), "ab");

        Assert.Equal("RIFF"u8, spoken.Audio.Span);
        Assert.Equal([0, 0.5], spoken.Alignment!.StartSeconds);
        Assert.Equal([0.5, 0.75], spoken.Alignment.EndSeconds);
    }

    [Fact]
    public void A_character_of_two_code_units_gives_its_place_to_both()
    {
        var spoken = Read(Answer("""["a","🦝","b"]""", "[0,1,2]", "[1,2,3]"), "a🦝b");

        Assert.Equal([0, 1, 1, 2], spoken.Alignment!.StartSeconds);
        Assert.Equal([1, 2, 2, 3], spoken.Alignment.EndSeconds);
    }

    [Fact]
    public void Blanks_may_differ_in_kind_and_number()
    {
        var spoken = Read(Answer("""[" ","a","\n"," ","b","c","\n"]""", "[0,1,2,3,4,5,6]", "[1,2,3,4,5,6,7]"), "a b c");

        Assert.Equal([1, 2, 4, 5, 5], spoken.Alignment!.StartSeconds);
        Assert.Equal([2, 3, 5, 5, 6], spoken.Alignment.EndSeconds);
    }

    [Fact]
    public void Where_the_text_sent_has_no_alignment_the_normalized_one_serves_if_it_fits()
    {
        const string normalized = """{"characters":["h","i"],"character_start_times_seconds":[0,1],"character_end_times_seconds":[1,2]}""";
        var json = $$"""{{{Audio}},"alignment":null,"normalized_alignment":{{normalized}}}""";

        Assert.NotNull(Read(json, "hi").Alignment);
        Assert.Null(Read(json, "4").Alignment);
    }

    [Theory]
    [InlineData("""["a","c"]""", "[0,1]", "[1,2]")]
    [InlineData("""["a"]""", "[0]", "[1]")]
    [InlineData("""["a","b","c"]""", "[0,1,2]", "[1,2,3]")]
    [InlineData("""["a","b"]""", "[0]", "[1,2]")]
    [InlineData("""["a","b"]""", "[0,1]", "[1]")]
    [InlineData("""["a","b"]""", "[1,0]", "[1,2]")]
    [InlineData("""["a","b"]""", "[0,1]", "[2,1]")]
    [InlineData("""["a","b"]""", "[0,1]", "[1,0.5]")]
    [InlineData("""["a","b"]""", "[-1,1]", "[1,2]")]
    [InlineData("""["a","b"]""", "[0,null]", "[1,2]")]
    [InlineData("""["a","b"]""", "[0,\"NaN\"]", "[1,2]")]
    [InlineData("""["a","b"]""", "[0,1e999]", "[1,1e999]")]
    [InlineData("""["a","b"]""", "[0,0]", "[0,0]")]
    [InlineData("""["a","\ud83e"]""", "[0,1]", "[1,2]")]
    [InlineData("""["a",1]""", "[0,1]", "[1,2]")]
    [InlineData("\"ab\"", "[0,1]", "[1,2]")]
    [InlineData("[]", "[]", "[]")]
    public void An_alignment_that_cannot_be_true_is_none(string characters, string starts, string ends) =>
        Assert.Null(Read(Answer(characters, starts, ends), "ab").Alignment);

    [Fact]
    public void An_answer_without_alignment_still_has_its_audio() =>
        Assert.Null(Read($$"""{{{Audio}},"alignment":null,"normalized_alignment":null}""", "ab").Alignment);

    [Theory]
    [InlineData("""{"audio_base64":""}""", "holds no audio")]
    [InlineData("""{"audio_base64":"%%%"}""", "holds no audio")]
    [InlineData("""{"audio_base64":null}""", "holds no audio")]
    [InlineData("""{}""", "holds no audio")]
    [InlineData("""[]""", "holds no audio")]
    [InlineData("""{"audio_base64":"UklG""", "is no JSON")]
    public void An_answer_without_audio_is_unusable_and_reading_it_again_does_not_help(string json, string why)
    {
        var failure = Assert.Throws<SpeechException>(() => Read(json, "ab"));

        Assert.Equal(("speech-answer-unusable", false), (failure.Code, failure.IsRetryable));
        Assert.Equal($"The speech service's answer (request r1) {why}; regenerate the beat.", failure.Message);
    }

    private static string Answer(string characters, string starts, string ends) =>
        "{" + Audio + ",\"alignment\":{\"characters\":" + characters + ",\"character_start_times_seconds\":" + starts
        + ",\"character_end_times_seconds\":" + ends + "}}";

    private static SpokenAudio Read(string json, string text) =>
        SpeechAnswer.Read(new RawSpeech(Encoding.UTF8.GetBytes(json), "elevenlabs", "m", 1, "r1"), text);
}
