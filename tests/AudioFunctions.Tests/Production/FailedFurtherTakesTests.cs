using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Production;

/// <summary>Takes after the first that fail or stop: what they paid for serves the next take with the same requests.</summary>
[Collection(StandInAppTests.Name)]
public sealed class FailedFurtherTakesTests(StandInApp app)
{
    private static readonly string[] Parts = ["first", "second", "third", "fourth"];

    [Fact]
    public async Task Take_after_a_failed_one_pays_only_for_what_that_did_not_get()
    {
        FailSecondTake("pomelo", "fourth", SpeechFault.QuotaExceeded);

        var id = await ProduceAsync("pomelo", "takes=3");

        Assert.Equal([2, 2, 2, 2], Bills("pomelo"));
        await HasTakesAsync(id, 2);

        // The third take has the failed one's responses, so the next one needs new ones.
        await RegenerateAsync(id, "{}");
        Assert.Equal([3, 3, 3, 3], Bills("pomelo"));
        await HasTakesAsync(id, 3);
    }

    [Fact]
    public async Task Take_after_one_that_could_not_be_joined_uses_its_responses()
    {
        // Joining notices it, after all requests are paid for.
        FailSecondTake("satsuma", "second", SpeechFault.BrokenFlac);

        var id = await ProduceAsync("satsuma", "takes=3");

        Assert.Equal([2, 3, 2, 2], Bills("satsuma"));
        await HasTakesAsync(id, 2);
    }

    [Fact]
    public async Task Regeneration_uses_what_a_cancelled_further_take_paid_for()
    {
        var held = new TaskCompletionSource();
        FailSecondTake("tangelo", "second", SpeechFault.HeldUntil(held.Task));
        var started = await StartAsync(HttpMethod.Post, "sessions?takes=3", ApiCalls.Els(Script("tangelo")));
        var id = started["session_id"]!.GetValue<string>();
        await app.Speech.ReceivesAsync("tangelo second", times: 2);
        await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/cancel");
        held.SetResult();
        await app.EndOfProductionAsync(id);
        Assert.Equal([2, 2, 1, 1], Bills("tangelo"));
        await HasTakesAsync(id, 1);

        // A take with other settings does not make them useless.
        await RegenerateAsync(id, """{"stability":0.9}""");
        await RegenerateAsync(id, "{}");

        Assert.Equal([3, 3, 3, 3], Bills("tangelo"));
        await HasTakesAsync(id, 3);
    }

    [Fact]
    public async Task Regeneration_uses_what_a_further_take_of_another_one_paid_for()
    {
        var id = await ProduceAsync("kumquat", "");
        FailSecondTake("kumquat", "fourth", SpeechFault.QuotaExceeded);

        var failed = await RegenerateAsync(id, """{"takes":3}""");
        Assert.Equal("quota-exceeded", failed["error"]!["code"]!.GetValue<string>());
        Assert.Equal([3, 3, 3, 2], Bills("kumquat"));
        await HasTakesAsync(id, 2);

        await RegenerateAsync(id, """{"takes":2}""");

        Assert.Equal([4, 4, 4, 4], Bills("kumquat"));
        await HasTakesAsync(id, 4);
    }

    private void FailSecondTake(string word, string part, SpeechFault fault)
    {
        app.Speech.Faults.When($"{word} {part}", SpeechFault.None, times: 1);
        app.Speech.Faults.When($"{word} {part}", fault, times: 1);
    }

    /// <summary>A failed further take changes nothing that is seen of the beat.</summary>
    private async Task HasTakesAsync(string id, int count)
    {
        var session = await app.SessionAsync(id);
        var beat = session["beats"]![0]!;
        Assert.Equal(count, beat["takes"]!.AsArray().Count);
        Assert.Equal(beat["takes"]![0]!["take_id"]!.GetValue<string>(), beat["selected_take_id"]!.GetValue<string>());
        Assert.Null(beat["error"]);
        Assert.Equal("in_progress", session["status"]!.GetValue<string>());
    }

    /// <summary>How often each segment was paid for.</summary>
    private IEnumerable<int> Bills(string word) =>
        Parts.Select(part => app.Speech.Bills.Count(bill => bill.Text.Contains($"{word} {part}", StringComparison.Ordinal)));

    private async Task<string> ProduceAsync(string word, string query)
    {
        var started = await StartAsync(HttpMethod.Post, $"sessions?{query}", ApiCalls.Els(Script(word)));
        await CompleteAsync(started);
        return started["session_id"]!.GetValue<string>();
    }

    private async Task<JsonNode> RegenerateAsync(string id, string body) =>
        await CompleteAsync(await StartAsync(HttpMethod.Post, $"sessions/{id}/beats/01_talk/regenerate", ApiCalls.Json(body)));

    private async Task<JsonNode> StartAsync(HttpMethod method, string path, HttpContent content)
    {
        var (status, started, _) = await app.Client.SendJsonAsync(method, path, content);
        Assert.Equal(HttpStatusCode.Accepted, status);
        return started!;
    }

    private static async Task<JsonNode> CompleteAsync(JsonNode started)
    {
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        Assert.True(ended["runtimeStatus"]!.GetValue<string>() == "Completed", ended.ToJsonString());
        return ended["output"]!;
    }

    /// <summary>One beat of four segments.</summary>
    private static string Script(string word) => $"""
        [META]
        video_title: Talk
        project: tests
        [BEAT: 01_talk]
        name: Talk
        ---
        [CHARACTER: boomer]
        Me {word} first.
        [CHARACTER: wojak]
        Me {word} second.
        [CHARACTER: boomer]
        Me {word} third.
        [CHARACTER: wojak]
        Me {word} fourth.
        [END_BEAT]
        """;
}
