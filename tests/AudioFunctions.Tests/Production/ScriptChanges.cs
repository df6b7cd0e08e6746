using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Production;

/// <summary>Replaces a session's script as a client does.</summary>
internal static class ScriptChanges
{
    public static async Task<(HttpStatusCode Status, JsonNode Body)> PutScriptAsync(
        this StandInApp app, string sessionId, string script, string query = "", string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"sessions/{sessionId}/script{query}") { Content = ApiCalls.Els(script) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>Replaces the script, and waits for the production that this starts, if any.</summary>
    public static async Task<JsonNode> ReplaceScriptAsync(this StandInApp app, string sessionId, string script, string query = "")
    {
        var (status, change) = await app.PutScriptAsync(sessionId, script, query);
        Assert.True(status == HttpStatusCode.OK, change.ToJsonString());
        if (change["production_started"]!.GetValue<bool>())
            await app.EndOfProductionAsync(sessionId);
        return change;
    }

    public static async Task<JsonNode> EndOfProductionAsync(this StandInApp app, string sessionId)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            using var answer = await app.Client.GetAsync(new Uri($"sessions/{sessionId}/status", UriKind.Relative), timeout.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
                return JsonNode.Parse(await answer.Content.ReadAsStringAsync(timeout.Token))!;
            await Task.Delay(100, timeout.Token);
        }
    }

    public static async Task<JsonNode> ContinueAsync(this StandInApp app, string sessionId)
    {
        using var answer = await app.Client.PostAsync(new Uri($"sessions/{sessionId}/continue", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await app.EndOfProductionAsync(sessionId);
    }

    public static async Task<JsonNode> SessionAsync(this StandInApp app, string sessionId) =>
        (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}")).Body!;

    public static IEnumerable<string?> Actions(JsonNode change) => change["beats"]!.AsArray()
        .Select(beat => $"{beat!["beat_id"]} {beat["action"]} {beat["reason"]}".TrimEnd());

    public static IEnumerable<string?> Selected(JsonNode session) =>
        session["beats"]!.AsArray().Select(beat => beat!["selected_take_id"]?.GetValue<string>());
}
