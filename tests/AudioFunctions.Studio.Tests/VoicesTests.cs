using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

[Collection(StudioTests.Name)]
public sealed class VoicesTests(StudioApp app)
{
    [Fact]
    public async Task Voice_is_added_edited_and_deleted_and_a_value_out_of_range_is_reported_at_its_field()
    {
        await using var window = (await app.OpenAsync("/voices")).Expecting("/api/voices/");
        await window.WeakenTagsAsync("**/api/voices/*");
        await window.Button("Add a voice").ClickAsync();
        await window.Dialog.GetByLabel("Character").FillAsync("granny");
        await window.Dialog.GetByLabel("Name").FillAsync("Granny");
        await window.Dialog.GetByLabel("ElevenLabs voice id").FillAsync("21m00Tcm4TlvDq8ikWAM");
        await window.Dialog.GetByLabel("Speed").FillAsync("2");
        await window.Dialog.GetByLabel("Stability").FillAsync("-1");
        await window.Button("Save", window.Dialog).ClickAsync();
        await Expect(window.Dialog.Locator(".field-problem:visible"))
            .ToHaveTextAsync(["stability must be between 0 and 1.", "speed must be between 0.7 and 1.2."]);
        await window.ShootAsync("10-voice");
        await window.Dialog.GetByLabel("Speed").FillAsync("0.9");
        await window.Dialog.GetByLabel("Stability").FillAsync("0");
        await window.Button("Save", window.Dialog).ClickAsync();

        var card = window.Page.Locator("[data-voice=granny]");
        await Expect(card).ToContainTextAsync("Stability0.00");
        await window.Button("Edit Granny", card).ClickAsync();
        await window.Dialog.GetByLabel("Description").FillAsync("Knits.");
        await window.Button("Save", window.Dialog).ClickAsync();
        await Expect(card).ToContainTextAsync("Knits.");
        await window.ShootAsync("11-voices");

        await window.Button("Delete Granny", card).ClickAsync();
        await window.Button("Delete voice", window.Dialog).ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Late_list_restores_no_deleted_voice()
    {
        const string profile = "{\"display_name\":\"Gone\",\"voice_id\":\"21m00Tcm4TlvDq8ikWAM\",\"stability\":0.5,"
            + "\"similarity_boost\":0.5,\"style\":0,\"speed\":1,\"description\":\"\"}";
        await app.Client.SendJsonAsync(HttpMethod.Put, "voices/gone", ApiCalls.Json(profile));
        await using var window = await app.OpenAsync("/voices");
        var card = window.Page.Locator("[data-voice=gone]");
        await Expect(card).ToHaveCountAsync(1);
        var late = await HeldResponse.ToTheNextAsync(window, "GET", "**/api/voices");
        await window.Button("Edit Gone", card).ClickAsync();
        await window.Button("Save", window.Dialog).ClickAsync();
        await late.GivenAsync();
        await window.Button("Delete Gone", card).ClickAsync();
        await window.Button("Delete voice", window.Dialog).ClickAsync();
        await Expect(card).ToHaveCountAsync(0);

        await late.ReleaseAsync();

        Assert.Equal(0, await card.CountAsync());
        window.AssertQuiet();
    }

    [Fact]
    public async Task Conflicting_edit_is_refused_and_can_be_repeated()
    {
        await using var window = (await app.OpenAsync("/voices")).Expecting("/api/voices/");
        await window.Button("Edit Wojak").ClickAsync();
        await Expect(window.Dialog.GetByLabel("Style")).ToHaveValueAsync("0.6");
        await app.Client.SendJsonAsync(HttpMethod.Patch, "voices/wojak", new StringContent("{\"style\":0.5}", null, "application/json"));

        await window.Dialog.GetByLabel("Speed").FillAsync("1.2");
        await window.Button("Save", window.Dialog).ClickAsync();
        await Expect(window.Dialog.Locator(".problem")).ToContainTextAsync("Somebody else changed this voice meanwhile.");
        await window.Button("Load it again", window.Dialog).ClickAsync();
        await Expect(window.Dialog.GetByLabel("Style")).ToHaveValueAsync("0.5");
        await window.Dialog.GetByLabel("Speed").FillAsync("1.2");
        await window.Button("Save", window.Dialog).ClickAsync();

        await Expect(window.Page.Locator("[data-voice=wojak]")).ToContainTextAsync("Speed1.20×");
        var (_, voice, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "voices/wojak");
        Assert.Equal((0.5, 1.2), (voice!["style"]!.GetValue<double>(), voice["speed"]!.GetValue<double>()));
        window.AssertQuiet();
    }
}
