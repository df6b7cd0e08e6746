using System.Net;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Production;

/// <summary>Replacing a script while something else changes its session.</summary>
[Collection(StandInAppTests.Name)]
public sealed class ScriptChangeRaceTests(StandInApp app)
{
    private static readonly string Script = ScriptText.Beats(2);

    [Fact]
    public async Task Of_two_clients_with_the_same_version_one_replaces_the_whole_script()
    {
        for (var round = 0; round < 5; round++)
        {
            var id = (await app.Client.ProduceAsync(Script))["session_id"]!.GetValue<string>();
            using var read = await app.Client.GetAsync(new Uri($"sessions/{id}/script", UriKind.Relative));
            var etag = read.Headers.ETag!.ToString();
            string[] scripts = [Script.Replace("found", "hid", StringComparison.Ordinal), Script.Replace("ate", "drew", StringComparison.Ordinal)];

            var answers = await Task.WhenAll(scripts.Select(script => app.PutScriptAsync(id, script, ifMatch: etag)));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(answer => answer.Status).Order());
            var winner = Array.FindIndex(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.Equal(scripts[winner], await app.Client.GetStringAsync(new Uri($"sessions/{id}/script", UriKind.Relative)));
            Assert.Equal(2, answers[winner].Body["version"]!.GetValue<int>());
            foreach (var beat in new[] { "01_apples", "02_berries" })
            {
                var (_, detail, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/beats/{beat}");
                Assert.Contains(winner == 0 ? "hid" : "drew", detail!.ToJsonString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Replacement_is_refused_during_a_production_or_regeneration()
    {
        var edited = Script.Replace("found", "kept", StringComparison.Ordinal);
        var held = new TaskCompletionSource();
        app.Speech.Faults.When("Me found apples", SpeechFault.HeldUntil(held.Task), times: 1);
        var started = await app.Client.StartSessionAsync(Script);
        var id = started["session_id"]!.GetValue<string>();
        var whileProducing = await app.PutScriptAsync(id, edited);
        held.SetResult();
        await app.EndOfProductionAsync(id);

        held = new TaskCompletionSource();
        app.Speech.Faults.When("Me found apples", SpeechFault.HeldUntil(held.Task), times: 1);
        var (_, regenerating, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{id}/beats/01_apples/regenerate", ApiCalls.Json("""{"stability":0.9}"""));
        var whileRegenerating = await app.PutScriptAsync(id, edited);
        held.SetResult();
        await ApiCalls.EndOfAsync(regenerating!["statusQueryGetUri"]!.GetValue<string>());

        foreach (var (status, problem) in new[] { whileProducing, whileRegenerating })
            Assert.Equal((HttpStatusCode.Conflict, "session-generating"), (status, problem["code"]!.GetValue<string>()));
        Assert.Equal(Script, await app.Client.GetStringAsync(new Uri($"sessions/{id}/script", UriKind.Relative)));
    }

    [Fact]
    public async Task Terminated_production_does_not_continue_with_the_old_words()
    {
        var script = Script.Replace("found", "dropped", StringComparison.Ordinal);
        var held = new TaskCompletionSource();
        app.Speech.Faults.When("Me dropped berries", SpeechFault.HeldUntil(held.Task), times: 1);
        var started = await app.Client.StartSessionAsync(script);
        var id = started["session_id"]!.GetValue<string>();
        await app.Speech.ReceivesAsync("Me dropped berries");
        using var terminated = await ApiCalls.Durable.PostAsync(
            new Uri(started["terminatePostUri"]!.GetValue<string>().Replace("{text}", "enough", StringComparison.Ordinal)), null);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        var before = app.Speech.Requests.Count;

        var change = await app.ReplaceScriptAsync(id, script.Replace("Me ate berries", "Me stole berries", StringComparison.Ordinal), "?produce=true");
        held.SetResult();

        Assert.Equal("02_berries speak changed", ScriptChanges.Actions(change).Last());
        var session = await app.SessionAsync(id);
        Assert.Contains("Me stole berries.", session["beats"]![1]!["takes"]!.AsArray().Single()!["segments"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["Me dropped berries. Me stole berries."], app.Speech.Requests.Skip(before).Select(request => request.Text));
    }

    [Fact]
    public async Task Responses_of_a_terminated_production_outlive_a_change_of_pauses_elsewhere()
    {
        var script = ScriptText.Beats(2)
            .Replace("found", "buried", StringComparison.Ordinal).Replace("Me ate berries", "[PACE: slow]\nMe ate buried berries", StringComparison.Ordinal);
        var held = new TaskCompletionSource();
        app.Speech.Faults.When("Me ate buried berries", SpeechFault.HeldUntil(held.Task), times: 1);
        var started = await app.Client.StartSessionAsync(script);
        var id = started["session_id"]!.GetValue<string>();
        await app.Speech.ReceivesAsync("Me ate buried berries");
        using var terminated = await ApiCalls.Durable.PostAsync(
            new Uri(started["terminatePostUri"]!.GetValue<string>().Replace("{text}", "enough", StringComparison.Ordinal)), null);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        held.SetResult();

        await app.ReplaceScriptAsync(id, script.Replace("apples. [PAUSE: 120ms]", "apples. [PAUSE: 320ms]", StringComparison.Ordinal));
        await app.ContinueAsync(id);

        Assert.All(ScriptChanges.Selected(await app.SessionAsync(id)), Assert.NotNull);
        Assert.Single(app.Speech.Bills, bill => bill.Text == "Me buried berries.");
        Assert.Single(app.Speech.Bills, bill => bill.Text == "Me ate buried berries.");
    }
}
