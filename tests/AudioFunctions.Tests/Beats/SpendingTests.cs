using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Beats;

/// <summary>What a running production or regeneration has spent.</summary>
[Collection(BeatTests.Name)]
public sealed class SpendingTests(StandInApp app)
{
    [Fact]
    public async Task Review_shows_what_the_running_production_was_billed_and_its_limit()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("auctioned berries", SpeechFault.HeldUntil(release.Task), times: 1);
        var (_, started, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, "sessions?max_credits=500", ApiCalls.Els(ScriptText.Beats(2, "auctioned")));
        var id = started!["session_id"]!.GetValue<string>();
        await app.Speech.ReceivesAsync("auctioned berries");

        var first = await SpendingAsync(id);
        release.SetResult();
        await ApiCalls.EndOfAsync(UriOf(started));

        Assert.Equal((Billed("auctioned apples"), 500), (first!["credits"]!.GetValue<int>(), first["max_credits"]!.GetValue<int>()));
        Assert.Null(await SpendingAsync(id));
    }

    [Fact]
    public async Task Cost_of_a_failed_beat_counts_for_the_run_that_paid_it_only()
    {
        const string Script = """
            [META]
            video_title: Spent
            project: tests
            [BEAT: 01_first]
            name: First
            ---
            Me pawn the lamp.
            [CHARACTER: boomer]
            Me pawn the chair.
            [END_BEAT]
            [BEAT: 02_second]
            name: Second
            ---
            Me pawn the table.
            [END_BEAT]
            """;
        app.Speech.Faults.When("pawn the chair", SpeechFault.Error(400, "voice_not_found"), times: 1);
        var (table, chair) = (new TaskCompletionSource(), new TaskCompletionSource());
        app.Speech.Faults.When("pawn the table", SpeechFault.HeldUntil(table.Task), times: 1);
        var started = await app.Client.StartSessionAsync(Script);
        var id = started["session_id"]!.GetValue<string>();
        await app.Speech.ReceivesAsync("pawn the table");
        var first = await SpendingAsync(id);
        table.SetResult();
        await ApiCalls.EndOfAsync(UriOf(started));
        app.Speech.Faults.When("pawn the chair", SpeechFault.HeldUntil(chair.Task), times: 1);
        var seen = app.Speech.RequestsFor("pawn the chair");

        var (_, continued, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        await app.Speech.ReceivesAsync("pawn the chair", seen + 1);
        var second = await SpendingAsync(id);
        chair.SetResult();
        await ApiCalls.EndOfAsync(UriOf(continued!));

        Assert.Equal((Billed("pawn the lamp"), null), (first!["credits"]!.GetValue<int>(), first["max_credits"]));
        // The lamp is paid for, and its recording is used.
        Assert.Equal(0, second!["credits"]!.GetValue<int>());
        Assert.Equal(1, app.Speech.Bills.Count(bill => bill.Text.Contains("pawn the lamp", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Status_of_several_takes_shows_what_those_before_were_billed()
    {
        var id = (await app.Client.ProduceAsync(ScriptText.OneBeat.Replace("one thing", "mortgages", StringComparison.Ordinal)))["session_id"]!.GetValue<string>();
        var cost = Billed("mortgages");
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("mortgages", SpeechFault.None, times: 2);
        app.Speech.Faults.When("mortgages", SpeechFault.HeldUntil(release.Task), times: 1);
        var seen = app.Speech.RequestsFor("mortgages");

        var (_, started, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{id}/beats/01_only/regenerate", ApiCalls.Json("""{"takes":3}"""));
        await app.Speech.ReceivesAsync("mortgages", seen + 3);
        var status = JsonNode.Parse(await ApiCalls.Durable.GetStringAsync(new Uri(UriOf(started!))))!["customStatus"]!;
        release.SetResult();
        await ApiCalls.EndOfAsync(UriOf(started!));

        Assert.Equal($$"""{"take":3,"of":3,"credits":{{2 * cost}}}""", status.ToJsonString());
    }

    private async Task<JsonNode?> SpendingAsync(string id) =>
        (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/review")).Body!["spending"];

    private static string UriOf(JsonNode started) => started["statusQueryGetUri"]!.GetValue<string>();

    private int Billed(string words) => app.Speech.Bills.Where(bill => bill.Text.Contains(words, StringComparison.Ordinal)).Sum(bill => bill.Cost);
}
