using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

/// <summary>The request for a dialogue, how it is found in the history, and when its recording can be cut into its turns.</summary>
public sealed class DialogueRequestTests
{
    private static readonly SpeechSegment Dialogue = DialogueOf("eleven_v3");

    [Theory]
    [InlineData("eleven_v3", "0.5")]
    [InlineData("eleven_v4", "0.4")]
    public async Task All_turns_go_into_one_request_with_one_stability(string model, string stability)
    {
        await using var lab = await SpeechLab.StartAsync(settings: [("ElevenLabs:ModelId", model), ("ElevenLabs:Seed", "7"), ("Speech:LanguageCode", "en")]);

        var response = await lab.Speech.SpeakAsync(DialogueOf(model), CancellationToken.None);

        var request = Assert.Single(lab.StandIn.Requests);
        Assert.Equal(
            "{\"inputs\":[{\"text\":\"Me say this now.\",\"voice_id\":\"BRruTxiLM2nszrcCIpz1\"},{\"text\":\"Me too!\",\"voice_id\":\"BRruTxiLM2nszrcCIpz1\"}],"
                + $"\"model_id\":\"{model}\",\"settings\":{{\"stability\":{stability}}},\"seed\":7,\"language_code\":\"en\"}}",
            request.Body);
        Assert.Equal("?output_format=mp3_44100_128", request.Query);
        Assert.Equal(23, response.BilledCharacters);
        Assert.Null(DialogueCheck.DefectOf(response, DialogueOf(model)));
        Assert.Empty(lab.StandIn.Violations);
    }

    [Fact]
    public async Task A_lost_response_is_found_in_the_history_by_its_turns()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_v3"));
        lab.StandIn.Faults.Next(SpeechFault.None, SpeechFault.ErrorAfterBilling(500));
        var other = Dialogue with { Turns = [.. Dialogue.Turns!.Select(turn => turn with { VoiceId = "21m00Tcm4TlvDq8ikWAM" })] };
        await lab.Speech.SpeakAsync(other, CancellationToken.None);

        var response = await lab.Speech.SpeakAsync(Dialogue, CancellationToken.None);

        Assert.Equal(2, lab.StandIn.Requests.Count);
        Assert.Equal(lab.StandIn.Bills[1].RequestId, response.RequestId);
        // The history names no voice segments: the times of the words are enough.
        Assert.Null(DialogueCheck.DefectOf(response, Dialogue));
    }

    [Fact]
    public async Task Other_voices_words_or_stability_make_another_request()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_v3"));

        Assert.True(lab.Speech.IsSameRequest(Dialogue, DialogueOf("eleven_v3") with { Settings = Dialogue.Settings with { SimilarityBoost = 0.1, Stability = 0.4 } }));
        Assert.False(lab.Speech.IsSameRequest(Dialogue, Dialogue with { Settings = Dialogue.Settings with { Stability = 1 } }));
        Assert.False(lab.Speech.IsSameRequest(Dialogue, Dialogue with { Text = Dialogue.Text.ToUpperInvariant() }));
        Assert.False(lab.Speech.IsSameRequest(Dialogue, Dialogue with { Turns = [.. Dialogue.Turns!.Select(turn => turn with { VoiceId = "x" })] }));
        Assert.False(lab.Speech.IsSameRequest(Dialogue, Dialogue with { Turns = null }));
    }

    [Fact]
    public async Task Stuck_or_missing_times_and_wrong_voices_are_defects()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_v3"));
        var defects = new List<string?>();
        foreach (var fault in (SpeechFault[])[SpeechFault.StuckTimes, SpeechFault.NullAlignment, SpeechFault.OtherVoices])
        {
            lab.StandIn.Faults.Next(fault);
            var dialogue = fault == SpeechFault.OtherVoices
                ? Dialogue with { Turns = [Dialogue.Turns![0], Dialogue.Turns[1] with { VoiceId = "21m00Tcm4TlvDq8ikWAM" }] }
                : Dialogue;
            defects.Add(DialogueCheck.DefectOf(await lab.Speech.SpeakAsync(dialogue, CancellationToken.None), dialogue));
        }

        Assert.Equal(
            ["came with times that stand still", "came without times for its words", "names no voice segment of turn 1, or one of another voice"], defects);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("[{}]")]
    [InlineData("[null]")]
    [InlineData("[{\"dialogue_input_index\":0},\"other\"]")]
    public async Task Invalid_voice_segments_are_defects(string segments)
    {
        Assert.NotNull(DialogueCheck.DefectOf(await WithAsync((_, root) => root["voice_segments"] = JsonNode.Parse(segments)), Dialogue));
        Assert.Null(DialogueCheck.DefectOf(await WithAsync((_, root) => root.Remove("voice_segments")), Dialogue));
    }

    [Fact]
    public async Task Voice_segments_that_contradict_the_times_are_defects()
    {
        Assert.NotNull(DialogueCheck.DefectOf(await WithAsync((voices, _) => voices[1]!["start_time_seconds"] = 60), Dialogue));
        Assert.NotNull(DialogueCheck.DefectOf(await WithAsync((voices, _) => voices[0]!["end_time_seconds"] = 0), Dialogue));
        Assert.NotNull(DialogueCheck.DefectOf(await WithAsync((voices, _) => voices[1]!["character_start_index"] = 3), Dialogue));
        Assert.NotNull(DialogueCheck.DefectOf(await WithAsync((voices, _) => voices[1]!["dialogue_input_index"] = 0), Dialogue));
        Assert.Null(DialogueCheck.DefectOf(await WithAsync((voices, _) => voices[1]!["start_time_seconds"] = 0), Dialogue));
    }

    /// <summary>A good response, changed.</summary>
    private static async Task<RawSpeech> WithAsync(Action<JsonArray, JsonObject> change)
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_v3"));
        var response = await lab.Speech.SpeakAsync(Dialogue, CancellationToken.None);
        var root = JsonNode.Parse(response.Body.Span)!.AsObject();
        change(root["voice_segments"]!.AsArray(), root);
        return response with { Body = Encoding.UTF8.GetBytes(root.ToJsonString(JsonSerializerOptions.Default)) };
    }

    private static SpeechSegment DialogueOf(string model) => SpeechPlan.For(
        Beats.Of(Beats.Line("Me say this now.", "every-coon"), Beats.Line("Me too!", "boomer")),
        Beats.Profiles,
        RegenerateSettings.None,
        DialoguePlanTests.Models(model))[0].Dialogue!;
}
