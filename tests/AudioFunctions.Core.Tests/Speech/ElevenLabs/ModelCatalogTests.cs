using AudioFunctions.Speech;
using AudioFunctions.Speech.ElevenLabs;
using AudioFunctions.Speech.Models;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

public sealed class ModelCatalogTests
{
    [Fact]
    public async Task The_data_of_the_service_about_a_model_is_used()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Models.Limit("eleven_v3", 3_000);
        lab.StandIn.Models.Price("eleven_v3", 0.3);

        var models = await lab.Speech.FindModelsAsync(default);

        Assert.Equal(ElevenLabsModels.Find("eleven_v3") with { MaxCharacters = 3_000, CreditsPerCharacter = 0.3 }, models.Find("eleven_v3"));
        Assert.Equal(ElevenLabsModels.Find("eleven_multilingual_v2"), models.Find("eleven_multilingual_v2"));
        Assert.Equal("eleven_turbo_v2_5", models.Default.Id);
        Assert.Equal(0.3, models.Find("eleven_v3").Price.Min);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Models_speak_dialogues_only_with_the_setting(string setting, bool speaks)
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:Dialogues", setting));

        var models = await lab.Speech.FindModelsAsync(default);

        Assert.Equal(speaks, models.Find("eleven_v3").MaxDialogueCharacters > 0);
        Assert.Equal(speaks, models.Find("eleven_v4_turbo").MaxDialogueCharacters > 0);
    }

    [Fact]
    public async Task Concurrent_callers_share_one_request_and_the_list_is_refreshed_after_hours()
    {
        var time = new ManualTime();
        await using var lab = await SpeechLab.StartAsync(time: time);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => lab.Speech.FindModelsAsync(default)));
        Assert.Equal(1, lab.StandIn.Models.Requests);
        lab.StandIn.Models.Limit("eleven_v3", 4_321);
        time.Advance(TimeSpan.FromHours(7));

        Assert.Equal(4_321, (await lab.Speech.FindModelsAsync(default)).Find("eleven_v3").MaxCharacters);
        Assert.Equal(2, lab.StandIn.Models.Requests);
    }

    public static TheoryData<string> Faults => ["permission", "html", "cut", "hang", "500"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task If_the_models_cannot_be_listed_the_built_in_records_are_used_and_one_warning_is_logged(string fault)
    {
        var time = new ManualTime();
        await using var lab = await SpeechLab.StartAsync(time: time, settings: ("ElevenLabs:SubscriptionTimeoutSeconds", "1"));
        lab.StandIn.Models.Fault = fault switch
        {
            "permission" => SpeechFault.Error(401, "missing_permissions"),
            "html" => SpeechFault.HtmlPage,
            "cut" => SpeechFault.CutBeforeBilling,
            "hang" => SpeechFault.HangAfterBilling,
            _ => SpeechFault.Error(500),
        };

        var asking = lab.Speech.FindModelsAsync(default);
        if (fault == "hang")
        {
            await time.WaitOfAsync(TimeSpan.FromSeconds(1));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var models = await asking;
        time.Advance(TimeSpan.FromHours(2));
        lab.StandIn.Models.Fault = SpeechFault.Error(401, "missing_permissions");
        await lab.Speech.FindModelsAsync(default);

        Assert.Equal(ElevenLabsModels.Find("eleven_v3"), models.Find("eleven_v3"));
        // A request that hangs may be abandoned before it arrives.
        Assert.InRange(lab.StandIn.Models.Requests, fault == "hang" ? 1 : 2, 2);
        var warning = Assert.Single(lab.Logs, entry => entry.Contains("Could not list ElevenLabs' models", StringComparison.Ordinal));
        Assert.DoesNotContain(lab.StandIn.ApiKey, warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1,null,{\"model_id\":7}]")]
    [InlineData("not json")]
    public void A_response_that_is_not_a_list_of_models_is_refused(string body) =>
        Assert.Null(ElevenLabsModelList.Read(System.Text.Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("\"maximum_text_length_per_request\":0")]
    [InlineData("\"maximum_text_length_per_request\":-5,\"model_rates\":{\"character_cost_multiplier\":0}")]
    [InlineData("\"maximum_text_length_per_request\":1e99,\"model_rates\":{\"character_cost_multiplier\":-1}")]
    [InlineData("\"maximum_text_length_per_request\":\"40\",\"model_rates\":7,\"can_use_style\":null")]
    public void Invalid_data_about_a_model_is_ignored(string fields)
    {
        var models = ElevenLabsModelList.Read(System.Text.Encoding.UTF8.GetBytes($"[{{\"model_id\":\"eleven_v4\",{fields}}}]"))!;

        Assert.Equal(ElevenLabsModels.Find("eleven_v4"), models["eleven_v4"]);
    }

    [Theory]
    [InlineData("eleven_v3", "true", false)]
    [InlineData("eleven_v3_conversational", "true", false)]
    [InlineData("eleven_v4", "true", false)]
    [InlineData("eleven_v4_turbo", "true", false)]
    [InlineData("eleven_v4_turbo_preview", "null", false)]
    [InlineData("eleven_multilingual_v2", "true", true)]
    [InlineData("eleven_multilingual_v2", "null", true)]
    [InlineData("eleven_turbo_v2_5", "false", false)]
    [InlineData("eleven_of_tomorrow", "true", true)]
    [InlineData("eleven_of_tomorrow", "null", false)]
    public void The_list_decides_on_the_speaker_boost_of_all_models_but_v3_and_v4(string id, string listed, bool isSent)
    {
        var models = ElevenLabsModelList.Read(System.Text.Encoding.UTF8.GetBytes($"[{{\"model_id\":\"{id}\",\"can_use_speaker_boost\":{listed}}}]"))!;
        var segment = Assert.Single(SpeechPlan.For(Beats.Of(Beats.Line("One.")), Beats.Profiles, RegenerateSettings.None, SpeechModels.Only(models[id])));

        var request = ElevenLabsRequest.For(segment, models[id], seed: null, languageCode: null);

        Assert.Equal(isSent ? true : null, request.VoiceSettings.UseSpeakerBoost);
        Assert.Equal(isSent, System.Text.Encoding.UTF8.GetString(request.ToJson()).Contains("use_speaker_boost", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_model_gets_only_fields_that_every_model_supports() => Assert.Equal(
        new SpeechModel("eleven_of_tomorrow", MaxCharacters: 5_000, CreditsPerCharacter: 1), ElevenLabsModels.Find("eleven_of_tomorrow"));

    [Theory]
    [InlineData("eleven_v4_turbo", 0.5, 10_000)]
    [InlineData("eleven_v4_turbo_preview", 0.5, 10_000)]
    [InlineData("eleven_v4", 1, 10_000)]
    [InlineData("eleven_v3_conversational", 1, 5_000)]
    [InlineData("eleven_v45", 1, 5_000)]
    [InlineData("eleven_flash_v2", 0.5, 5_000)]
    public void Variants_of_a_model_have_its_record(string id, double credits, int characters)
    {
        var model = ElevenLabsModels.Find(id);

        Assert.Equal((id, credits, characters), (model.Id, model.CreditsPerCharacter, model.MaxCharacters));
    }
}
