using System.Net;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Platform;

public sealed class StopTests
{
    /// <summary>The official host closes the connection, or returns 503 without a body.</summary>
    [Fact]
    public async Task Request_interrupted_by_a_shutdown_can_be_repeated()
    {
        await using var app = await StandInApp.StartAsync();
        app.Speech.Subscription.Fault = SpeechFault.HangAfterBilling;
        var start = StatusOrCutAsync(app.Client);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (app.Speech.Subscription.Requests == 0)
            await Task.Delay(20, timeout.Token);

        var exitCode = await app.Process.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.True(await start is null or HttpStatusCode.ServiceUnavailable);
        Assert.DoesNotContain("Unexpected failure", app.Process.Log, StringComparison.Ordinal);

        app.Speech.Subscription.Fault = SpeechFault.None;
        await app.Process.StartAgainAsync();
        var output = await app.Client.ProduceAsync(ScriptText.OneBeat);
        Assert.Null(output["beats"]![0]!["error"]);
        Assert.Single(app.Speech.Bills);
    }

    /// <returns>Null if the connection was closed.</returns>
    private static async Task<HttpStatusCode?> StatusOrCutAsync(HttpClient client)
    {
        try
        {
            return (await client.SendJsonAsync(HttpMethod.Post, "sessions", ApiCalls.Els(ScriptText.OneBeat))).Status;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
