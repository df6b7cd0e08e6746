using System.Net;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Tests.Management;

[Collection(nameof(DurableHost))]
public sealed class StatusTests(DurableHost host)
{
    [Fact]
    public async Task A_completed_instance_is_200_with_its_json_in_order()
    {
        var id = await host.StartAsync("DoubleOrder", """{ "Item": "Äpfel & <Birnen>", "Amount": 21 }""");
        await host.UntilAsync(id, "Completed");

        var response = await host.GetAsync($"/instances/{id}");

        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Null(response.Headers.Location);
        Assert.Null(response.Headers.RetryAfter);
        var (created, updated) = Times(text);
        Assert.Equal(
            $$"""{"name":"DoubleOrder","instanceId":"{{id}}","runtimeStatus":"Completed","input":{"Item":"Äpfel & <Birnen>","Amount":21},"customStatus":{"stage":"doubling"},"output":{"Item":"Äpfel & <Birnen>","Amount":42},"createdTime":"{{created}}","lastUpdatedTime":"{{updated}}"}""",
            text);
    }

    [Fact]
    public async Task A_running_instance_is_202_with_where_and_when_to_ask_again()
    {
        var id = await host.StartAsync("WaitsForEvent");
        await host.UntilAsync(id, "Running");

        var response = await host.GetAsync($"/instances/{id}?showHistory=false");

        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"{host.Origin}{DurableHost.Root}/instances/{id}?showHistory=false", response.Headers.Location!.OriginalString);
        Assert.Equal("5", response.Headers.RetryAfter!.ToString());
        var (created, updated) = Times(text);
        Assert.Equal(
            $$"""{"name":"WaitsForEvent","instanceId":"{{id}}","runtimeStatus":"Running","input":null,"customStatus":null,"output":null,"createdTime":"{{created}}","lastUpdatedTime":"{{updated}}"}""",
            text);
    }

    [Fact]
    public async Task A_suspended_instance_is_202()
    {
        var id = await host.StartAsync("WaitsForEvent");
        await host.PostAsync($"/instances/{id}/suspend?reason=lunch");

        await host.UntilAsync(id, "Suspended");
        var response = await host.GetAsync($"/instances/{id}");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("5", response.Headers.RetryAfter!.ToString());
    }

    [Fact]
    public async Task A_terminated_instance_is_200_with_the_reason_as_output()
    {
        var id = await host.StartAsync("WaitsForEvent");
        await host.PostAsync($"/instances/{id}/terminate?reason=not%20needed");

        var instance = await host.UntilAsync(id, "Terminated");

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync($"/instances/{id}")).StatusCode);
        Assert.Equal("not needed", instance.GetProperty("output").GetString());
    }

    [Fact]
    public async Task A_failed_instance_is_200_with_its_error_or_500_where_asked()
    {
        var id = await host.StartAsync("Fails");
        await host.UntilAsync(id, "Failed");

        var response = await host.GetAsync($"/instances/{id}");
        var asError = await host.GetAsync($"/instances/{id}?returnInternalServerErrorOnFailure=true");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, asError.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(text, await asError.Content.ReadAsStringAsync());
        Assert.Contains(
            """ "output":"Microsoft.DurableTask.TaskFailedException: Task 'Breaks' (#0) failed with an unhandled exception: Breaks broke", """.Trim(),
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_instance_is_404_with_an_empty_body()
    {
        var response = await host.GetAsync($"/instances/{DurableHost.NewId()}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_input_can_be_left_out()
    {
        var id = await host.StartAsync("DoubleOrder", """{ "Item": "a", "Amount": 1 }""");
        await host.UntilAsync(id, "Completed");

        var text = await (await host.GetAsync($"/instances/{id}?showInput=false")).Content.ReadAsStringAsync();

        Assert.Contains("""runtimeStatus":"Completed","input":null,"customStatus":{""", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("showInput=maybe", "showInput is 'maybe'; use true or false.")]
    [InlineData("showHistory=1", "showHistory is '1'; use true or false.")]
    public async Task A_query_that_makes_no_sense_is_400(string query, string message)
    {
        var response = await host.GetAsync($"/instances/any?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($$"""{"Message":"{{message}}"}""", await response.Content.ReadAsStringAsync());
    }

    private static (string Created, string Updated) Times(string text)
    {
        var root = JsonDocument.Parse(text).RootElement;
        var times = (root.GetProperty("createdTime").GetString()!, root.GetProperty("lastUpdatedTime").GetString()!);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", times.Item1);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", times.Item2);
        return times;
    }
}
