using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Tests.Management;

[Collection(nameof(DurableHost))]
public sealed class QueryTests(DurableHost host)
{
    private readonly string _prefix = DurableHost.NewId();

    [Fact]
    public async Task A_query_answers_an_array_of_what_the_status_shows()
    {
        var id = await host.StartAsync("DoubleOrder", """{"Item":"a","Amount":1}""", $"{_prefix}-1");
        await host.UntilAsync(id, "Completed");

        var response = await host.GetAsync($"/instances?instanceIdPrefix={_prefix}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("x-ms-continuation-token"));
        var one = await (await host.GetAsync($"/instances/{id}")).Content.ReadAsStringAsync();
        Assert.Equal($"[{one}]", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Nothing_found_is_an_empty_array() =>
        Assert.Equal("[]", await (await host.GetAsync($"/instances?instanceIdPrefix={_prefix}")).Content.ReadAsStringAsync());

    [Fact]
    public async Task Pages_follow_each_other_by_the_header()
    {
        for (var i = 0; i < 5; i++)
        {
            await host.StartAsync("WaitsForEvent", id: $"{_prefix}-{i}");
        }

        var ids = new List<string>();
        var sizes = new List<int>();
        string? continuation = null;
        do
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"{DurableHost.Root}/instances?instanceIdPrefix={_prefix}&top=2&code={host.Key}");
            if (continuation is not null)
                request.Headers.Add("x-ms-continuation-token", continuation);
            using var response = await host.Host.Client.SendAsync(request);
            var page = Ids(await response.Content.ReadFromJsonAsync<JsonElement>());
            ids.AddRange(page);
            sizes.Add(page.Count);
            continuation = response.Headers.TryGetValues("x-ms-continuation-token", out var values) ? values.Single() : null;
        }
        while (continuation is not null);

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{_prefix}-{i}"), ids.Order(StringComparer.Ordinal));
        Assert.All(sizes, size => Assert.InRange(size, 0, 2));
    }

    [Fact]
    public async Task Filters_of_status_and_time_hold()
    {
        var done = await host.StartAsync("DoubleOrder", """{"Item":"a","Amount":1}""", $"{_prefix}-done");
        var waiting = await host.StartAsync("WaitsForEvent", id: $"{_prefix}-waiting");
        await host.UntilAsync(done, "Completed");
        await host.UntilAsync(waiting, "Running");

        Assert.Equal([done], await FindAsync("runtimeStatus=Completed"));
        Assert.Equal([done, waiting], await FindAsync("runtimeStatus=Completed,Running"));
        Assert.Equal([done, waiting], await FindAsync("runtimeStatus=completed&runtimeStatus=running"));
        Assert.Equal([], await FindAsync("runtimeStatus=Failed"));
        Assert.Equal([done, waiting], await FindAsync("createdTimeFrom=2020-01-01T00:00:00Z"));
        Assert.Equal([], await FindAsync("createdTimeTo=2020-01-01T00:00:00Z"));

        async Task<IEnumerable<string>> FindAsync(string query) =>
            Ids(await (await host.GetAsync($"/instances?instanceIdPrefix={_prefix}&{query}")).Content.ReadFromJsonAsync<JsonElement>())
                .Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Inputs_can_be_left_out()
    {
        var id = await host.StartAsync("DoubleOrder", """{"Item":"a","Amount":1}""", $"{_prefix}-1");
        await host.UntilAsync(id, "Completed");

        var instances = await (await host.GetAsync($"/instances?instanceIdPrefix={_prefix}&showInput=false")).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(JsonValueKind.Null, instances[0].GetProperty("input").ValueKind);
        Assert.Equal(JsonValueKind.Object, instances[0].GetProperty("output").ValueKind);
    }

    [Theory]
    [InlineData("GET", "createdTimeFrom=yesterday", "createdTimeFrom is 'yesterday'; use a time such as 2026-01-31T00:00:00Z.")]
    [InlineData("GET", "top=0", "top is '0'; use a whole number from 1.")]
    [InlineData("GET", "runtimeStatus=Sleeping", "runtimeStatus is 'Sleeping'; use one of Running, Completed, ContinuedAsNew, Failed, Canceled, Terminated, Pending, Suspended.")]
    [InlineData("DELETE", "", "Please provide value for 'createdTimeFrom' parameter.")]
    [InlineData("DELETE", "createdTimeFrom=2020-01-01&runtimeStatus=Sleeping", "runtimeStatus is 'Sleeping'; use one of Running, Completed, ContinuedAsNew, Failed, Canceled, Terminated, Pending, Suspended.")]
    public async Task A_filter_that_makes_no_sense_is_400(string method, string query, string message)
    {
        var response = await host.SendAsync(new HttpMethod(method), $"/instances?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($$"""{"Message":"{{message}}"}""", await response.Content.ReadAsStringAsync());
    }

    private static List<string> Ids(JsonElement instances) =>
        [.. instances.EnumerateArray().Select(instance => instance.GetProperty("instanceId").GetString()!)];
}
