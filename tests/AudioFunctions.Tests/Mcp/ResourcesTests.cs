using System.Text.Json.Nodes;
using AudioFunctions.Testing;
using AudioFunctions.Testing.Running;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Tests.Mcp;

/// <summary>Resources and prompts.</summary>
[Collection(OfflineAppTests.Name)]
public sealed class ResourcesTests(OfflineApp app)
{
    [Fact]
    public async Task Session_takes_and_export_can_be_read_as_resources()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var done = await agent.DoAsync("complete_audio_workflow", new { els_content = ScriptText.OneBeat });
        var id = done["production"]!["session_id"]!.GetValue<string>();
        var link = Assert.Single((await agent.CallAsync("get_production_session", new { session_id = id })).Content.OfType<ResourceLinkBlock>());
        var exported = (await agent.CallAsync("export_selected_takes", new { session_id = id })).Content.OfType<ResourceLinkBlock>().ToList();

        var session = Assert.IsType<TextResourceContents>(await ReadAsync(agent, $"audiofunctions://sessions/{id}"));
        var take = Assert.IsType<BlobResourceContents>(await ReadAsync(agent, link.Uri));
        var file = Assert.IsType<BlobResourceContents>(await ReadAsync(agent, exported[0].Uri));
        var manifest = Assert.IsType<TextResourceContents>(await ReadAsync(agent, exported[1].Uri));

        var takeId = done["production"]!["beats"]![0]!["selected_take_id"]!.GetValue<string>();
        Assert.Equal(id, JsonNode.Parse(session.Text)!["session_id"]!.GetValue<string>());
        Assert.Equal(await app.Client.GetByteArrayAsync($"sessions/{id}/takes/{takeId}/audio"), take.DecodedData.ToArray());
        Assert.Equal(await app.Client.GetByteArrayAsync($"sessions/{id}/exports/01_only.mp3"), file.DecodedData.ToArray());
        Assert.Equal(["01_only.mp3", "manifest.json"], exported.Select(one => one.Name));
        Assert.Equal(id, JsonNode.Parse(manifest.Text)!["session_id"]!.GetValue<string>());
        Assert.Equal(("audio/mpeg", "application/json"), (take.MimeType, manifest.MimeType));
    }

    [Fact]
    public async Task Language_reference_matches_the_documentation()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);

        var listed = Assert.Single(await agent.Client.ListResourcesAsync());
        var templates = await agent.Client.ListResourceTemplatesAsync();
        var language = Assert.IsType<TextResourceContents>(await ReadAsync(agent, listed.Uri));

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "els.md")), language.Text);
        Assert.Equal(["export_file", "session", "take"], templates.Select(template => template.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("audiofunctions://sessions/none", "There is no session 'none'.", null)]
    [InlineData("audiofunctions://sessions/none/takes/0123456789ab/audio", "Session 'none' has no take '0123456789ab'.", null)]
    [InlineData("audiofunctions://sessions/none/exports/01.mp3", "There is no such file", null)]
    [InlineData("audiofunctions://sessions/none", "There is no session 'none'.", "2025-06-18")]
    public async Task Unknown_resource_is_an_error(string uri, string sentence, string? version)
    {
        await using var agent = await Agent.ConnectAsync(app.Process, version);

        var failure = await Assert.ThrowsAsync<McpProtocolException>(() => ReadAsync(agent, uri));

        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
        Assert.Equal(version is null ? McpErrorCode.InvalidParams : McpErrorCode.ResourceNotFound, failure.ErrorCode);
    }

    [Fact]
    public async Task Prompts_contain_their_subject()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var id = (await app.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]!.GetValue<string>();

        var write = await agent.Client.GetPromptAsync("write_els_script", new Dictionary<string, object?> { ["subject"] = "chips" });
        var review = await agent.Client.GetPromptAsync("review_session", new Dictionary<string, object?> { ["session"] = id });
        var nameless = await Assert.ThrowsAsync<McpProtocolException>(async () => await agent.Client.GetPromptAsync("write_els_script"));
        var unknown = await Assert.ThrowsAsync<McpProtocolException>(
            async () => await agent.Client.GetPromptAsync("review_session", new Dictionary<string, object?> { ["session"] = "none" }));

        var endless = await Assert.ThrowsAsync<McpProtocolException>(
            async () => await agent.Client.GetPromptAsync("write_els_script", new Dictionary<string, object?> { ["subject"] = "chips", ["seconds"] = "1e99" }));

        var asked = Assert.IsType<TextContentBlock>(write.Messages[0].Content).Text;
        Assert.Contains("about chips, about 45 seconds", asked, StringComparison.Ordinal);
        Assert.Contains("- wojak: Panic raccoon", asked, StringComparison.Ordinal);
        Assert.Equal("audiofunctions://els", Embedded(write).Uri);
        Assert.Equal(id, JsonNode.Parse(Embedded(review).Text)!["session_id"]!.GetValue<string>());
        Assert.Contains("The argument \"subject\" is missing or not text.", nameless.Message, StringComparison.Ordinal);
        Assert.Contains("must be a whole number from 1 to 3600, and is '1e99'.", endless.Message, StringComparison.Ordinal);
        Assert.Contains("There is no session 'none'.", unknown.Message, StringComparison.Ordinal);
    }

    private static async Task<ResourceContents> ReadAsync(Agent agent, string uri) =>
        Assert.Single((await agent.Client.ReadResourceAsync(uri)).Contents);

    private static TextResourceContents Embedded(GetPromptResult prompt) =>
        Assert.IsType<TextResourceContents>(Assert.IsType<EmbeddedResourceBlock>(prompt.Messages[1].Content).Resource);
}
