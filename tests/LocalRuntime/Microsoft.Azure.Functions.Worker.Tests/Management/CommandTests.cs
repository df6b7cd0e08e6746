using System.Net;

namespace Microsoft.Azure.Functions.Worker.Tests.Management;

[Collection(nameof(DurableHost))]
public sealed class CommandTests(DurableHost host)
{
    public static TheoryData<string> Commands => ["raiseEvent/Go", "terminate", "suspend", "resume"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_missing_instance_is_404(string command)
    {
        var response = await host.PostAsync($"/instances/{DurableHost.NewId()}/{command}", "1");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_finished_instance_is_410(string command)
    {
        var id = await host.StartAsync("DoubleOrder", """{"Item":"a","Amount":1}""");
        await host.UntilAsync(id, "Completed");

        var response = await host.PostAsync($"/instances/{id}/{command}", "1");

        Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
    }

    [Fact]
    public async Task An_event_reaches_the_instance()
    {
        var id = await host.StartAsync("WaitsForEvent");

        var response = await host.PostAsync($"/instances/{id}/raiseEvent/go", "\"ready\"");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("ready", (await host.UntilAsync(id, "Completed")).GetProperty("output").GetString());
    }

    [Theory]
    [InlineData("{ nonsense", "application/json", "Invalid JSON content")]
    [InlineData("", "application/json", "Invalid JSON content")]
    [InlineData("\"ready\"", "text/plain", "Only application/json request content is supported")]
    public async Task An_event_that_is_not_json_is_400(string body, string mediaType, string message)
    {
        var id = await host.StartAsync("WaitsForEvent");

        var response = await host.PostAsync($"/instances/{id}/raiseEvent/Go", body, mediaType);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($$"""{"Message":"{{message}}"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Suspend_holds_an_instance_until_resume()
    {
        var id = await host.StartAsync("WaitsForEvent");

        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync($"/instances/{id}/suspend?reason=lunch")).StatusCode);
        await host.UntilAsync(id, "Suspended");
        await host.PostAsync($"/instances/{id}/raiseEvent/Go", "\"while suspended\"");
        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync($"/instances/{id}/resume?reason=back")).StatusCode);

        Assert.Equal("while suspended", (await host.UntilAsync(id, "Completed")).GetProperty("output").GetString());
    }

    [Fact]
    public async Task A_purge_removes_a_finished_instance()
    {
        var id = await host.StartAsync("DoubleOrder", """{"Item":"a","Amount":1}""");
        await host.UntilAsync(id, "Completed");

        var purged = await host.DeleteAsync($"/instances/{id}");
        var again = await host.DeleteAsync($"/instances/{id}");

        Assert.Equal(HttpStatusCode.OK, purged.StatusCode);
        Assert.Equal("""{"instancesDeleted":1}""", await purged.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync($"/instances/{id}")).StatusCode);
    }

    [Theory]
    [InlineData("POST", "/instances/any")]
    [InlineData("GET", "/instances/any/terminate")]
    [InlineData("PUT", "/instances")]
    [InlineData("GET", "/orchestrators/WaitsForEvent")]
    [InlineData("POST", "/instances/any/rewind")]
    [InlineData("POST", "/instances/any/explode")]
    [InlineData("GET", "/entities")]
    [InlineData("GET", "")]
    public async Task A_wrong_method_and_an_unknown_operation_are_404(string method, string path)
    {
        var response = await host.SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("GET", "/instances")]
    [InlineData("DELETE", "/instances/any")]
    [InlineData("POST", "/orchestrators/WaitsForEvent")]
    [InlineData("POST", "/instances/any/terminate")]
    [InlineData("POST", "/instances/any/explode")]
    [InlineData("PUT", "/instances")]
    public async Task No_or_a_wrong_key_is_401_a_key_of_another_kind_403_and_the_master_key_opens(string method, string path)
    {
        var folder = host.Host.Folder;

        Assert.Equal(HttpStatusCode.Unauthorized, await WithKeyAsync(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithKeyAsync("wrong"));
        Assert.Equal(HttpStatusCode.Forbidden, await WithKeyAsync(folder.FunctionKey));
        Assert.NotEqual(HttpStatusCode.Unauthorized, await WithKeyAsync(folder.MasterKey));

        async Task<HttpStatusCode> WithKeyAsync(string? key)
        {
            var query = key is null ? "" : $"?code={key}";
            var response = await host.Host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), DurableHost.Root + path + query));
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                Assert.Empty(await response.Content.ReadAsByteArrayAsync());
            return response.StatusCode;
        }
    }
}
