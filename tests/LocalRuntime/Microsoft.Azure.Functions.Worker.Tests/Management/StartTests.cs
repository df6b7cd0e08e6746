using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Tests.Management;

[Collection(nameof(DurableHost))]
public sealed class StartTests(DurableHost host)
{
    [Fact]
    public async Task A_start_is_202_with_the_addresses_and_the_instance_can_be_read_at_once()
    {
        var id = DurableHost.NewId();

        var response = await host.PostAsync($"/orchestrators/WaitsForEvent/{id}");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var instance = $"{host.Origin}{DurableHost.Root}/instances/{id}";
        var query = $"taskHub={host.HubName}&connection=Storage&code={host.Key}";
        Assert.Equal($"{instance}?{query}", response.Headers.Location!.OriginalString);
        Assert.Equal("10", response.Headers.RetryAfter!.ToString());
        Assert.Equal(Addresses(id), await response.Content.ReadAsStringAsync());
        var status = await host.Host.Client.GetAsync(response.Headers.Location);
        Assert.Equal(HttpStatusCode.Accepted, status.StatusCode);
    }

    [Fact]
    public async Task Without_an_id_the_instance_gets_one()
    {
        var response = await host.PostAsync("/orchestrators/WaitsForEvent");

        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        Assert.Matches("^[0-9a-f]{32}$", id);
    }

    [Theory]
    [InlineData("NoSuchOrchestrator/x", null, "There is no orchestrator function named 'NoSuchOrchestrator'.")]
    [InlineData("Twice/x", null, "There is no orchestrator function named 'Twice'.")]
    [InlineData("DoubleOrder/x", "{ nonsense", "Invalid JSON content")]
    [InlineData("DoubleOrder/@x", null, "An instance id does not start with '@'. (Parameter 'instanceId')")]
    public async Task An_unknown_name_bad_json_and_a_bad_id_are_400(string path, string? body, string message)
    {
        var response = await host.PostAsync($"/orchestrators/{path}", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($$"""{"Message":"{{message}}"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_running_id_is_409_and_a_finished_one_starts_anew()
    {
        var id = await host.StartAsync("WaitsForEvent");
        var again = await host.PostAsync($"/orchestrators/WaitsForEvent/{id}");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);

        await host.PostAsync($"/instances/{id}/raiseEvent/Go", "\"done\"");
        await host.UntilAsync(id, "Completed");

        await host.StartAsync("DoubleOrder", """{"Item":"a","Amount":1}""", id);
        var instance = await host.UntilAsync(id, "Completed");
        Assert.Equal("DoubleOrder", instance.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_restart_runs_the_same_input_under_a_new_id_or_the_same()
    {
        var id = await host.StartAsync("DoubleOrder", """{"Item":"a","Amount":5}""");
        await host.UntilAsync(id, "Completed");

        var anew = await host.PostAsync($"/instances/{id}/restart");
        var inPlace = await host.PostAsync($"/instances/{id}/restart?restartWithNewInstanceId=false");

        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted], new[] { anew.StatusCode, inPlace.StatusCode });
        var newId = (await anew.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        Assert.NotEqual(id, newId);
        Assert.Equal(Addresses(newId), await anew.Content.ReadAsStringAsync());
        Assert.Equal(Addresses(id), await inPlace.Content.ReadAsStringAsync());
        Assert.Equal(10, (await host.UntilAsync(newId, "Completed")).GetProperty("output").GetProperty("Amount").GetInt32());
        Assert.Equal(10, (await host.UntilAsync(id, "Completed")).GetProperty("output").GetProperty("Amount").GetInt32());
    }

    [Fact]
    public async Task A_restart_of_a_missing_instance_is_400_and_of_a_running_one_in_place_409()
    {
        var missing = await host.PostAsync($"/instances/{DurableHost.NewId()}/restart");
        var running = await host.StartAsync("WaitsForEvent");
        var inPlace = await host.PostAsync($"/instances/{running}/restart?restartWithNewInstanceId=false");

        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
        Assert.Equal("""{"Message":"InstanceId does not match a valid orchestration instance."}""", await missing.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, inPlace.StatusCode);
    }

    [Fact]
    public async Task A_function_gets_the_same_addresses_from_its_client()
    {
        var id = DurableHost.NewId();

        var started = await host.Host.Client.PostAsJsonAsync($"/api/start/WaitsForEvent/{id}", new { Item = "a", Amount = 1 });
        var asked = await host.Host.Client.GetStringAsync($"/api/payload/{id}");

        var withRewind = Addresses(id).Replace("\"purge", "\"rewindPostUri\":null,\"purge", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal(withRewind, Unescaped(await started.Content.ReadAsStringAsync()));
        Assert.Equal(withRewind, Unescaped(asked));
    }

    [Fact]
    public async Task Addresses_name_the_host_that_the_caller_named()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/payload/any") { Headers = { Host = "functions.example:8080" } };

        var payload = await (await host.Host.Client.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Contains($"\"statusQueryGetUri\":\"http://functions.example:8080{DurableHost.Root}/instances/any?", payload, StringComparison.Ordinal);
    }

    // ASP.NET's own JSON writes & and { as they are, or escaped; which of the two is not what these tests are about.
    private static string Unescaped(string json) => json.Replace("\\u0026", "&", StringComparison.Ordinal);

    private string Addresses(string id)
    {
        var instance = $"{host.Origin}{DurableHost.Root}/instances/{id}";
        var query = $"taskHub={host.HubName}&connection=Storage&code={host.Key}";
        return $$"""
            {"id":"{{id}}",
            "statusQueryGetUri":"{{instance}}?{{query}}",
            "sendEventPostUri":"{{instance}}/raiseEvent/{eventName}?{{query}}",
            "terminatePostUri":"{{instance}}/terminate?reason={text}&{{query}}",
            "purgeHistoryDeleteUri":"{{instance}}?{{query}}",
            "restartPostUri":"{{instance}}/restart?{{query}}",
            "suspendPostUri":"{{instance}}/suspend?reason={text}&{{query}}",
            "resumePostUri":"{{instance}}/resume?reason={text}&{{query}}"}
            """.ReplaceLineEndings("");
    }
}
