using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Platform;

/// <summary>Ranges and conditions on audio, where RFC 9110 requires more than ASP.NET Core does by itself.</summary>
[Collection(OfflineAppTests.Name)]
public sealed class MediaConditionTests(OfflineApp app)
{
    private const string LongAgo = "Wed, 21 Oct 2015 07:28:00 GMT";

    [Theory]
    [InlineData("GET", "bytes=0-9", HttpStatusCode.PartialContent)]
    [InlineData("GET", "items=0-9", HttpStatusCode.OK)]
    [InlineData("GET", "bytes=0-9,20-29", HttpStatusCode.OK)]
    [InlineData("GET", "bytes=9-0", HttpStatusCode.OK)]
    [InlineData("HEAD", "bytes=0-9", HttpStatusCode.OK)]
    public async Task Range_applies_to_a_GET_of_one_byte_range_only(string method, string range, HttpStatusCode status)
    {
        var path = await TakeAsync();
        var whole = await app.Client.GetByteArrayAsync(path);
        using var answer = await SendAsync(new HttpMethod(method), path, ("Range", range));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK ? whole.Length : 10, answer.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Range_after_the_end_is_a_416_problem_with_the_files_length()
    {
        var path = await TakeAsync();
        var whole = await app.Client.GetByteArrayAsync(path);
        using var answer = await SendAsync(HttpMethod.Get, path, ("Range", "bytes=99999999-"));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.Equal($"bytes */{whole.Length}", answer.Content.Headers.ContentRange!.ToString());
        Assert.Equal("range-not-satisfiable", await CodeAsync(answer));
    }

    [Fact]
    public async Task Failed_condition_is_a_412_problem()
    {
        using var answer = await SendAsync(HttpMethod.Get, await TakeAsync(), ("If-Match", "\"another\""));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "precondition-failed"), (answer.StatusCode, await CodeAsync(answer)));
    }

    [Fact]
    public async Task ETag_takes_precedence_over_a_date()
    {
        var path = await TakeAsync();
        using var whole = await SendAsync(HttpMethod.Head, path);
        var tag = whole.Headers.ETag!.ToString();
        using var known = await SendAsync(HttpMethod.Get, path, ("If-None-Match", tag), ("If-Modified-Since", LongAgo));
        using var right = await SendAsync(HttpMethod.Get, path, ("If-Match", tag), ("If-Unmodified-Since", LongAgo));

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (known.StatusCode, right.StatusCode));
    }

    private async Task<string> TakeAsync()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        return $"sessions/{produced["session_id"]}/takes/{produced["beats"]![0]!["selected_take_id"]}/audio";
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await app.Client.SendAsync(request);
    }

    private static async Task<string> CodeAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>();
    }
}
