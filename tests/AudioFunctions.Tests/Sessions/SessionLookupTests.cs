using System.Net;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Microsoft.DurableTask.Client;
using Moq;

namespace AudioFunctions.Tests.Sessions;

[Collection(ProxiedAppTests.Name)]
public sealed class SessionLookupTests(ProxiedApp shared) : IDisposable
{
    public void Dispose() => shared.Proxy.Unhook();

    [Fact]
    public async Task Entity_id_is_not_a_production()
    {
        // The official client throws ArgumentException for such an id; so does this strict mock, for any.
        var client = new Mock<DurableTaskClient>(MockBehavior.Strict, "hub");

        Assert.Null(await SessionLookup.ProductionAsync(client.Object, "@counter@one", withInputsAndOutputs: false, CancellationToken.None));
    }

    [Fact]
    public async Task Production_that_ends_while_its_rows_are_read_is_shown_with_its_takes()
    {
        var app = shared.App;
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("one thing", SpeechFault.HeldUntil(release.Task), times: 1);
        var asked = app.Speech.Requests.Count;
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat);
        var path = $"sessions/{started["session_id"]}";
        await GeneratingAsync(app.Client, path);
        await AskedAsync(app.Speech, asked + 1);
        var reads = 0;
        shared.Proxy.After = async call =>
        {
            if (call.Method != "GET" || !call.Path.EndsWith("Sessions()", StringComparison.Ordinal) || Interlocked.Increment(ref reads) > 1)
                return;
            release.SetResult();
            await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        };

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, path);

        Assert.Equal("in_progress", session!["status"]!.GetValue<string>());
        Assert.Single(session["beats"]![0]!["takes"]!.AsArray());
    }

    private static async Task GeneratingAsync(HttpClient client, string path)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var (status, session, _) = await client.SendJsonAsync(HttpMethod.Get, path);
            if (status == HttpStatusCode.OK && session!["status"]!.GetValue<string>() == "generating")
                return;
            await Task.Delay(20, timeout.Token);
        }
    }

    /// <summary>Before it requests speech, the production reads the session's rows itself.</summary>
    private static async Task AskedAsync(ElevenLabsStandIn speech, int requests)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (speech.Requests.Count < requests)
            await Task.Delay(20, timeout.Token);
    }
}
