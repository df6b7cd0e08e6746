using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using AudioFunctions.Testing;

namespace AudioFunctions.Studio.Tests;

[Collection(StudioTests.Name)]
public sealed partial class ServedFilesTests(StudioApp app)
{
    private static readonly string[] Sources = Directory.GetFiles(Path.Combine(Repository.Root, "src/AudioFunctions/Review/Page"));

    [Fact]
    public async Task Page_needs_no_key_and_its_policy_forbids_running_text()
    {
        using var answer = await GetAsync("studio");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", answer.Headers.CacheControl!.ToString());
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(
            [
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src blob: https:; img-src 'self' data: blob:; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            ],
            answer.Headers.GetValues("Content-Security-Policy"));
    }

    [Fact]
    public async Task Every_file_is_served_unchanged_and_cached_until_it_changes()
    {
        foreach (var source in Sources.Where(source => Path.GetFileName(source) != "index.html"))
        {
            var name = Path.GetFileName(source);
            using var answer = await GetAsync($"studio/{name}");
            Assert.Equal(await File.ReadAllBytesAsync(source), await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal(TypeOf(name), answer.Content.Headers.ContentType!.ToString());

            using var again = await GetAsync($"studio/{name}", answer.Headers.ETag);
            Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
        }
    }

    [Theory]
    [InlineData("studio/nothing.js")]
    [InlineData("studio/index.html")]
    [InlineData("studio/..%2Fhost.json")]
    public async Task Unknown_file_is_a_404_problem(string path)
    {
        using var answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Address_with_a_trailing_slash_leads_to_the_page()
    {
        using var answer = await GetAsync("studio/");

        Assert.Equal(app.Client.BaseAddress + "studio", answer.RequestMessage!.RequestUri!.ToString());
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public void No_source_of_the_page_parses_text_as_markup_or_code()
    {
        Assert.All(Sources, source => Assert.DoesNotMatch(Sinks(), File.ReadAllText(source)));
        Assert.DoesNotMatch(InlineCode(), File.ReadAllText(Sources.Single(source => source.EndsWith("index.html", StringComparison.Ordinal))));
    }

    private static async Task<HttpResponseMessage> GetAsync(Uri address, EntityTagHeaderValue? known)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        return await client.SendAsync(request);
    }

    private Task<HttpResponseMessage> GetAsync(string path, EntityTagHeaderValue? known = null) => GetAsync(new Uri(app.Client.BaseAddress!, path), known);

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        _ => "image/svg+xml",
    };

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|createContextualFragment|DOMParser|srcdoc")]
    private static partial Regex Sinks();

    [GeneratedRegex(@"\son\w+=|style=|<style|<script(?![^>]*\ssrc=)")]
    private static partial Regex InlineCode();
}
