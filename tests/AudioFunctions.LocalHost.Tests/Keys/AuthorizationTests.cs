using System.Net;
using AudioFunctions.LocalHost.Tests.Running;

namespace AudioFunctions.LocalHost.Tests.Keys;

[Collection(nameof(SharedHost))]
public sealed class AuthorizationTests(SharedHost shared)
{
    private const string KeyOfLocked = "only-locked";

    private readonly HostProcess _host = shared.Host;

    [Theory]
    [InlineData("anonymous", "none", HttpStatusCode.OK)]
    [InlineData("anonymous", "wrong", HttpStatusCode.OK)]
    [InlineData("function", "none", HttpStatusCode.Unauthorized)]
    [InlineData("function", "empty", HttpStatusCode.Unauthorized)]
    [InlineData("function", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("function", "host", HttpStatusCode.OK)]
    [InlineData("function", "own", HttpStatusCode.OK)]
    [InlineData("function", "master", HttpStatusCode.OK)]
    [InlineData("function", "system", HttpStatusCode.Forbidden)]
    [InlineData("other", "own", HttpStatusCode.Forbidden)]
    [InlineData("other", "file in upper case", HttpStatusCode.Unauthorized)]
    [InlineData("admin", "none", HttpStatusCode.Unauthorized)]
    [InlineData("admin", "host", HttpStatusCode.Forbidden)]
    [InlineData("admin", "own", HttpStatusCode.Forbidden)]
    [InlineData("admin", "system", HttpStatusCode.Forbidden)]
    [InlineData("admin", "master", HttpStatusCode.OK)]
    public async Task Each_level_accepts_its_keys_from_header_and_query(string level, string key, HttpStatusCode expected)
    {
        var value = Value(key);
        using var inHeader = await _host.SendAsync(HttpMethod.Get, $"levels/{level}", value);
        using var inQuery = await _host.SendAsync(HttpMethod.Get, $"levels/{level}{(value is null ? "" : $"?code={value}")}");

        Assert.Equal((expected, expected), (inHeader.StatusCode, inQuery.StatusCode));
        if (expected is not HttpStatusCode.OK)
            Assert.Empty(await inHeader.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_header_takes_precedence_over_the_query()
    {
        using var wrongHeader = await _host.SendAsync(HttpMethod.Get, $"levels/function?code={_host.FunctionKey}", "wrong");
        using var wrongQuery = await _host.SendAsync(HttpMethod.Get, "levels/function?code=wrong", _host.FunctionKey);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (wrongHeader.StatusCode, wrongQuery.StatusCode));
    }

    [Theory]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances", "durable")]
    [InlineData("POST", "/runtime/webhooks/durabletask/instances/none/terminate", "durable")]
    [InlineData("POST", "/runtime/webhooks/blobs?functionName=Host.Functions.Dropped", "blobs")]
    [InlineData("GET", "/admin/host/status", "master")]
    [InlineData("POST", "/admin/functions/Dropped", "master")]
    public async Task A_webhook_accepts_the_key_of_its_extension_and_admin_the_master_key(string method, string path, string opens)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await WithAsync(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithAsync("wrong"));
        Assert.Equal(HttpStatusCode.Forbidden, await WithAsync(_host.FunctionKey));
        Assert.Equal(HttpStatusCode.Forbidden, await WithAsync(KeyOfLocked));
        foreach (var (name, key) in new[] { ("durable", _host.DurableKey), ("blobs", _host.BlobsKey), ("master", _host.MasterKey) })
            Assert.Equal((name, name != opens && name != "master"), (name, await WithAsync(key) is HttpStatusCode.Forbidden));

        async Task<HttpStatusCode> WithAsync(string? key)
        {
            using var response = await _host.SendAsync(new HttpMethod(method), path, key);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task No_key_appears_in_the_log()
    {
        using var response = await _host.SendAsync(HttpMethod.Get, $"levels/function?code={_host.FunctionKey}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(
            [_host.FunctionKey, _host.MasterKey, _host.DurableKey, _host.BlobsKey, KeyOfLocked],
            key => Assert.DoesNotContain(key, _host.Log.ToString(), StringComparison.Ordinal));
    }

    private string? Value(string key) => key switch
    {
        "none" => null,
        "empty" => "",
        "host" => _host.FunctionKey,
        "own" => KeyOfLocked,
        "master" => _host.MasterKey,
        "system" => _host.DurableKey,
        "file in upper case" => "never-found",
        _ => "wrong",
    };
}
