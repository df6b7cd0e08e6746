using System.Net;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Platform;

public sealed class StopTests
{
    /// <summary>The official host cuts the connection, or answers 503 without a body.</summary>
    [Fact]
    public async Task A_request_that_the_end_of_the_service_breaks_off_can_be_sent_again()
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

    /// <returns>Null if the connection was cut.</returns>
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
