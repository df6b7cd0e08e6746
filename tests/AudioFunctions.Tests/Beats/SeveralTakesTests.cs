using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Tests.Production;

namespace AudioFunctions.Tests.Beats;

/// <summary><c>takes</c> of a regeneration.</summary>
[Collection(BeatTests.Name)]
public sealed class SeveralTakesTests(StandInApp app)
{
    [Fact]
    public async Task Several_takes_have_the_same_settings_and_leave_the_selection()
    {
        var id = await ProduceAsync("manifold");

        var output = await RegenerateAsync(id, """{"takes":3,"stability":0.9}""");

        var beat = await BeatAsync(id);
        var takes = beat["takes"]!.AsArray().Select(take => take!["take_id"]!.GetValue<string>()).ToList();
        Assert.Equal(4, takes.Count);
        Assert.Equal(takes[1..], output["take_ids"]!.AsArray().Select(take => take!.GetValue<string>()));
        Assert.Equal((takes[1], false), (output["take_id"]!.GetValue<string>(), output["selected"]!.GetValue<bool>()));
        Assert.Equal(takes[0], beat["selected_take_id"]!.GetValue<string>());
        Assert.All(beat["takes"]!.AsArray().Skip(1), take => Assert.Equal(0.9, take!["segments"]![0]!["settings"]!["stability"]!.GetValue<double>()));
        Assert.Equal(4, Bills("manifold"));
    }

    [Fact]
    public async Task The_best_of_several_takes_is_selected_if_asked_for()
    {
        var id = await ProduceAsync("bestof");
        app.Speech.Faults.When("bestof", SpeechFault.ClippedAudio, times: 1);

        var output = await RegenerateAsync(id, """{"takes":3,"select":true}""");

        var beat = await BeatAsync(id);
        Assert.Equal(["good", "suspect", "good", "good"], beat["takes"]!.AsArray().Select(take => take!["quality"]!["verdict"]!.GetValue<string>()));
        Assert.Equal(beat["takes"]![2]!["take_id"]!.GetValue<string>(), beat["selected_take_id"]!.GetValue<string>());
        Assert.Equal(
            (beat["selected_take_id"]!.GetValue<string>(), true), (output["take_id"]!.GetValue<string>(), output["selected"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Takes_made_before_one_that_fails_stay_and_none_is_tried_after_it()
    {
        var id = await ProduceAsync("faltering");
        app.Speech.Faults.When("faltering", SpeechFault.ClippedAudio, times: 1);
        app.Speech.Faults.When("faltering", SpeechFault.QuotaExceeded, times: 1);

        var output = await RegenerateAsync(id, """{"takes":3}""");

        Assert.Equal("quota-exceeded", output["error"]!["code"]!.GetValue<string>());
        Assert.Single(output["take_ids"]!.AsArray());
        Assert.Equal(["good", "suspect"], (await BeatAsync(id))["takes"]!.AsArray().Select(take => take!["quality"]!["verdict"]!.GetValue<string>()));
        Assert.Equal(2, Bills("faltering"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public async Task Only_one_to_five_takes_are_made_at_once(int takes)
    {
        var id = await ProduceAsync($"countless{takes}");

        var (status, problem, _) = await StartAsync(id, $$"""{"takes":{{takes}}}""");

        Assert.Equal((HttpStatusCode.BadRequest, "option-invalid"), (status, problem!["code"]!.GetValue<string>()));
        Assert.Equal(1, Bills($"countless{takes}"));
    }

    private async Task<string> ProduceAsync(string word)
    {
        var script = ScriptText.OneBeat.Replace("one thing", word, StringComparison.Ordinal);
        return (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
    }

    private async Task<JsonNode> RegenerateAsync(string id, string body)
    {
        var (status, started, _) = await StartAsync(id, body);
        Assert.Equal(HttpStatusCode.Accepted, status);
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        return ended["output"]!;
    }

    private Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)> StartAsync(string id, string body) =>
        app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/01_only/regenerate", ApiCalls.Json(body));

    private async Task<JsonNode> BeatAsync(string id) => (await app.SessionAsync(id))["beats"]![0]!;

    private int Bills(string word) => app.Speech.Bills.Count(bill => bill.Text.Contains(word, StringComparison.Ordinal));
}
