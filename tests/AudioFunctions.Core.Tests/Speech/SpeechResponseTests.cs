using System.Text;
using AudioFunctions.Speech;

namespace AudioFunctions.Core.Tests.Speech;

public sealed class SpeechResponseTests
{
    private const string Audio = "\"audio_base64\":\"UklGRg==\"";

    [Fact]
    public void Audio_and_alignment_are_read()
    {
        var spoken = Read(Response("""["a","b"]""", "[0,0.5]", "[0.5,0.75]"), "ab");

        Assert.Equal("RIFF"u8, spoken.Audio.Span);
        Assert.Equal([0, 0.5], spoken.Alignment!.StartSeconds);
        Assert.Equal([0.5, 0.75], spoken.Alignment.EndSeconds);
    }

    [Fact]
    public void Both_code_units_of_a_character_get_its_time()
    {
        var spoken = Read(Response("""["a","🦝","b"]""", "[0,1,2]", "[1,2,3]"), "a🦝b");

        Assert.Equal([0, 1, 1, 2], spoken.Alignment!.StartSeconds);
        Assert.Equal([1, 2, 2, 3], spoken.Alignment.EndSeconds);
    }

    [Fact]
    public void Spaces_may_differ_in_kind_and_number()
    {
        var spoken = Read(Response("""[" ","a","\n"," ","b","c","\n"]""", "[0,1,2,3,4,5,6]", "[1,2,3,4,5,6,7]"), "a b c");

        Assert.Equal([1, 2, 4, 5, 5], spoken.Alignment!.StartSeconds);
        Assert.Equal([2, 3, 5, 5, 6], spoken.Alignment.EndSeconds);
    }

    [Fact]
    public void Without_an_alignment_of_the_sent_text_the_normalized_one_is_used_if_it_matches()
    {
        const string normalized = """{"characters":["h","i"],"character_start_times_seconds":[0,1],"character_end_times_seconds":[1,2]}""";
        var json = $$"""{{{Audio}},"alignment":null,"normalized_alignment":{{normalized}}}""";

        Assert.NotNull(Read(json, "hi").Alignment);
        Assert.Null(Read(json, "4").Alignment);
    }

    [Theory]
    [InlineData("""["a","c"]""", "[0,1]", "[1,2]")]
    [InlineData("""["a"]""", "[0]", "[1]")]
    [InlineData("""["a","b"]""", "[0]", "[1,2]")]
    [InlineData("""["a","b"]""", "[0,1]", "[1]")]
    [InlineData("""["a","b"]""", "[-1,1]", "[1,2]")]
    [InlineData("""["a","b"]""", "[0,null]", "[1,2]")]
    [InlineData("""["a","b"]""", "[0,\"NaN\"]", "[1,2]")]
    [InlineData("""["a","b"]""", "[0,1e999]", "[1,1e999]")]
    [InlineData("""["a","b"]""", "[0,0]", "[0,0]")]
    [InlineData("""["a","\ud83e"]""", "[0,1]", "[1,2]")]
    [InlineData("""["a",1]""", "[0,1]", "[1,2]")]
    [InlineData("\"ab\"", "[0,1]", "[1,2]")]
    [InlineData("[]", "[]", "[]")]
    public void An_invalid_alignment_is_ignored(string characters, string starts, string ends) =>
        Assert.Null(Read(Response(characters, starts, ends), "ab").Alignment);

    [Theory]
    [InlineData("You Got SCAMMED now.", "you got scammed now.")]
    [InlineData("“Don’t” go – now…", "\"Don't\" go - now...")]
    [InlineData("Me 🦝 go now.", "Me  go now.")]
    [InlineData("Ein café für dich.", "Ein cafe\u0301 fu\u0308r dich.")]
    [InlineData("Ein cafe\u0301 fu\u0308r dich.", "Ein café für dich.")]
    [InlineData("Bag not same. Yes", "Bag not same.xx Yes.")]
    [InlineData("It cost 24 chips today.", "It cost twenty four chips today.")]
    public void Every_word_has_its_time_even_if_the_service_spells_the_text_differently(string text, string service)
    {
        // Each character of the response lasts a second.
        var characters = service.Select(c => c.ToString()).ToList();
        var alignment = Read(Response(
            System.Text.Json.JsonSerializer.Serialize(characters),
            $"[{string.Join(',', Enumerable.Range(0, service.Length))}]",
            $"[{string.Join(',', Enumerable.Range(1, service.Length))}]"), text).Alignment!;

        var last = text.Split(' ')[^1];
        var lastOfService = service.Split(' ')[^1];
        Assert.Equal(service.Length - lastOfService.Length, alignment.StartSeconds[text.Length - last.Length]);
        Assert.Equal(alignment.StartSeconds.Order(), alignment.StartSeconds);
        Assert.All(alignment.StartSeconds.Zip(alignment.EndSeconds), time => Assert.True(time.First <= time.Second));
    }

    [Fact]
    public void A_number_has_the_time_of_its_words()
    {
        const string service = "abc twenty b";
        var characters = System.Text.Json.JsonSerializer.Serialize(service.Select(c => c.ToString()));

        var alignment = Read(Response(characters, "[0,1,2,3,4,5,6,7,8,9,10,11]", "[1,2,3,4,5,6,7,8,9,10,11,12]"), "abc 20 b").Alignment!;

        Assert.Equal([0, 1, 2, 3, 4, 7, 10, 11], alignment.StartSeconds);
        Assert.Equal([1, 2, 3, 4, 7, 10, 11, 12], alignment.EndSeconds);
    }

    [Fact]
    public void The_word_before_a_number_is_not_matched_with_the_words_of_the_number()
    {
        const string service = "In the market nineteen ninety-nine a there";
        var characters = System.Text.Json.JsonSerializer.Serialize(service.Select(c => c.ToString()));

        var alignment = Read(Response(
            characters,
            $"[{string.Join(',', Enumerable.Range(0, service.Length))}]",
            $"[{string.Join(',', Enumerable.Range(1, service.Length))}]"), "In the market 1999 a there").Alignment!;

        Assert.Equal(Enumerable.Range(0, 13).Select(i => (double)i), alignment.StartSeconds.Take(13));
        Assert.Equal(13, alignment.EndSeconds[12]);
        Assert.Equal(35, alignment.StartSeconds["In the market 1999 ".Length]);
    }

    [Fact]
    public void An_invalid_entry_affects_only_its_character()
    {
        var alignment = Read(Response("""["a","b","c","d"]""", "[0,null,2,3]", "[1,2,3,4]"), "abcd").Alignment!;

        Assert.Equal([0, 1, 2, 3], alignment.StartSeconds);
        Assert.Equal([1, 2, 3, 4], alignment.EndSeconds);
    }

    [Fact]
    public void The_normalized_alignment_is_used_if_the_other_one_lacks_too_many_characters()
    {
        const string normalized = """{"characters":["h","i"],"character_start_times_seconds":[0,1],"character_end_times_seconds":[1,2]}""";
        const string other = """{"characters":["x"],"character_start_times_seconds":[0],"character_end_times_seconds":[1]}""";

        Assert.Equal([0, 1], Read($$"""{{{Audio}},"alignment":{{other}},"normalized_alignment":{{normalized}}}""", "hi").Alignment!.StartSeconds);
    }

    [Fact]
    public void A_response_without_an_alignment_still_has_its_audio() =>
        Assert.Null(Read($$"""{{{Audio}},"alignment":null,"normalized_alignment":null}""", "ab").Alignment);

    [Theory]
    [InlineData("""{"audio_base64":""}""", "holds no audio")]
    [InlineData("""{"audio_base64":"%%%"}""", "holds no audio")]
    [InlineData("""{"audio_base64":null}""", "holds no audio")]
    [InlineData("""{}""", "holds no audio")]
    [InlineData("""[]""", "holds no audio")]
    [InlineData("""{"audio_base64":"UklG""", "isn't JSON")]
    public void A_response_without_audio_is_unusable_and_not_retryable(string json, string why)
    {
        var failure = Assert.Throws<SpeechException>(() => Read(json, "ab"));

        Assert.Equal(("speech-answer-unusable", false), (failure.Code, failure.IsRetryable));
        Assert.Equal($"The speech service's response (request r1) {why}; regenerate the beat.", failure.Message);
    }

    private static string Response(string characters, string starts, string ends) =>
        "{" + Audio + ",\"alignment\":{\"characters\":" + characters + ",\"character_start_times_seconds\":" + starts
        + ",\"character_end_times_seconds\":" + ends + "}}";

    private static SpokenAudio Read(string json, string text) =>
        SpeechResponse.Read(new RawSpeech(Encoding.UTF8.GetBytes(json), "elevenlabs", "m", 1, "r1"), text);
}
