using System.Net;
using AudioFunctions.LocalHost.Tests.Running;

namespace AudioFunctions.LocalHost.Tests.Http;

[Collection(nameof(SharedHost))]
public sealed class RouteTests(SharedHost shared)
{
    [Theory]
    [InlineData("items/41", "number 41")]
    [InlineData("items/forty", "name forty")]
    [InlineData("ITEMS/forty", "name forty")]
    // Registered later, so never reached: no route takes precedence because it is more specific.
    [InlineData("items/exact", "name exact")]
    [InlineData("items/%C3%9Cbung%20eins", "name Übung eins")]
    [InlineData("optional/a", "GET a none")]
    [InlineData("optional/a/b", "GET a b")]
    [InlineData("rest/a/b/c.mp3", "rest a/b/c.mp3")]
    [InlineData("rest", "rest ")]
    public async Task The_first_function_with_a_matching_route_gets_the_request(string path, string answer) =>
        Assert.Equal(answer, await shared.Host.Client.GetStringAsync(path));

    [Theory]
    [InlineData("GET", "nowhere")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/items/1")]
    [InlineData("GET", "/api/items/1")]
    [InlineData("GET", "optional")]
    [InlineData("GET", "optional/a/b/c")]
    [InlineData("POST", "items/1")]
    [InlineData("HEAD", "items/1")]
    [InlineData("GET", "/admin/unknown")]
    [InlineData("PUT", "/admin/host/status")]
    [InlineData("GET", "/runtime/webhooks/durabletask")]
    [InlineData("GET", "/runtime/webhooks")]
    public async Task An_unknown_route_and_a_wrong_method_get_404(string method, string path)
    {
        using var response = await shared.Host.SendAsync(new HttpMethod(method), path, shared.Host.MasterKey);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task One_template_serves_its_methods_with_different_functions()
    {
        using var response = await shared.Host.SendAsync(HttpMethod.Delete, "items/41");

        Assert.Equal("name 41", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("PURGE")]
    public async Task A_trigger_without_methods_accepts_any_method(string method)
    {
        using var response = await shared.Host.SendAsync(new HttpMethod(method), "optional/a");

        Assert.Equal($"{method} a none", await response.Content.ReadAsStringAsync());
    }
}
