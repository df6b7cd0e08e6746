using System.Net;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests.Http;

public sealed class RouteTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("ints/41", "42")]
    [InlineData("guids/7f2c1a34-0000-4000-8000-00000000beef", "7f2c1a340000400080000000" + "0000beef")]
    [InlineData("days/friday", "5")]
    [InlineData("pages", "none")]
    [InlineData("pages/3", "3")]
    [InlineData("items/12", "number 12")]
    [InlineData("items/twelve", "word twelve")]
    [InlineData("codes/42", "code 42")]
    [InlineData("files/a/b/c.mp3", "a/b/c.mp3")]
    [InlineData("action/%C3%9Cbung%20eins", """{"text":"Hello Übung eins","method":"GET"}""")]
    [InlineData("THINGS/one", "read one")]
    public async Task Route_values_reach_the_parameter_of_their_name(string path, string answer) =>
        Assert.Equal(answer, await _host.Client.GetStringAsync($"/api/{path}"));

    [Theory]
    [InlineData("ints/many", "'many' is no Int32 for 'value'.")]
    [InlineData("guids/123", "'123' is no Guid for 'id'.")]
    [InlineData("days/someday", "'someday' is no DayOfWeek for 'day'.")]
    public async Task A_value_of_the_wrong_type_is_a_400_that_names_it(string path, string message)
    {
        var response = await _host.Client.GetAsync($"/api/{path}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(message, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/api/nowhere")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/action/Ada")]
    [InlineData("POST", "/api/things/one")]
    [InlineData("HEAD", "/api/things/one")]
    [InlineData("GET", "/api/items/12-13")]
    public async Task An_unknown_route_and_a_wrong_method_are_404(string method, string path)
    {
        var response = await _host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task One_template_serves_its_methods_with_different_functions()
    {
        Assert.Equal("read one", await _host.Client.GetStringAsync("/api/things/one"));
        Assert.Equal("removed one", await (await _host.Client.DeleteAsync("/api/things/one")).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("PURGE")]
    public async Task A_trigger_without_methods_takes_any(string method)
    {
        var response = await _host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/any"));

        Assert.Equal(method, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("v1/api", "/v1/api/static")]
    [InlineData("", "/static")]
    public async Task The_prefix_of_host_json_stands_before_every_route(string prefix, string path)
    {
        using var folder = new AppFolder();
        folder.Write("host.json", $$"""
            { "extensions": { "http": { "routePrefix": "{{prefix}}" } }, "logging": { "logLevel": { "default": "Warning" } } }
            """);
        await using var host = await TestHost.StartAsync(folder);

        Assert.Equal("static", await host.Client.GetStringAsync(path));
    }
}
