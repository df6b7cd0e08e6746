using System.Net;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests.Keys;

public sealed class KeyTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_function_key_or_the_master_key_opens_a_function()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/keyed", header: _host.Folder.FunctionKey));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/keyed", header: _host.Folder.MasterKey));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"/api/keyed?code={_host.Folder.FunctionKey}"));
    }

    [Fact]
    public async Task Only_the_master_key_opens_the_admin_level()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/master", header: _host.Folder.MasterKey));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/api/master", header: _host.Folder.FunctionKey));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/master"));
    }

    [Theory]
    [InlineData(null, "/api/keyed")]
    [InlineData("", "/api/keyed")]
    [InlineData("wrong", "/api/keyed")]
    [InlineData(null, "/api/keyed?code=wrong")]
    [InlineData(null, "/api/keyed?code=")]
    public async Task No_key_or_a_wrong_one_is_401_with_an_empty_body(string? header, string path)
    {
        using var request = Request(path, header);

        var response = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_header_decides_where_the_query_has_a_key_too()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"/api/keyed?code={_host.Folder.FunctionKey}", header: "wrong"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/keyed?code=wrong", header: _host.Folder.FunctionKey));
    }

    [Fact]
    public async Task A_system_key_opens_no_function() =>
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/api/keyed", header: _host.Folder.DurableTaskKey));

    [Fact]
    public async Task An_anonymous_function_takes_any_key_or_none()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/static"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/static", header: "wrong"));
    }

    private static HttpRequestMessage Request(string path, string? header)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
            request.Headers.TryAddWithoutValidation("x-functions-key", header);
        return request;
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? header = null)
    {
        using var request = Request(path, header);
        return (await _host.Client.SendAsync(request)).StatusCode;
    }
}
