using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.FileDrop;

/// <remarks>Has its own app, because productions of dropped files continue after a test and would disturb other tests.</remarks>
public sealed class DropTests(StandInApp app) : IClassFixture<StandInApp>
{
    private readonly DropCalls _drop = new(app.Storage.ConnectionString);

    [Fact]
    public async Task Dropped_file_becomes_a_session_with_takes_and_stays_in_the_drop()
    {
        var report = await _drop.DropAsync("one", ScriptText.OneBeat);
        var session = await DropCalls.ProducedAsync(app.Client, report);

        Assert.Equal(["accepted", "session_id", "etag"], report.Select(property => property.Key));
        Assert.Matches("^[0-9a-f]{32}$", report["session_id"]!.GetValue<string>());
        Assert.Equal("One", session["video_title"]!.GetValue<string>());
        Assert.Single(session["beats"]![0]!["takes"]!.AsArray());
        Assert.Equal(["one.els"], await _drop.NamesAsync("els-drop", "one"));
    }

    [Theory]
    [InlineData("folder/deeper/name")]
    [InlineData("with spaces, 100% Ümläute 🦝")]
    [InlineData("a%2Fb")]
    [InlineData("twice.els")]
    public async Task Report_has_the_files_name_whatever_it_is(string name)
    {
        var report = await _drop.DropAsync(name, ScriptText.OneBeat);

        Assert.True(report["accepted"]!.GetValue<bool>());
        Assert.Contains($"{name}.json", await _drop.NamesAsync("els-reports", name));
    }

    [Theory]
    [InlineData("invalid", "[META]\nvideo_title: x\n[BEAT: a]\nname: A\n---\n[PACE: warp]\nHello.\n")]
    [InlineData("empty", "")]
    [InlineData("nonsense", "\u0000[[[]]*")]
    public async Task Invalid_file_gets_the_validation_result(string name, string script)
    {
        var report = await _drop.DropAsync(name, script);

        var (_, validation, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", ApiCalls.Els(script));
        Assert.Equal(["accepted", "validation", "etag"], report.Select(property => property.Key));
        Assert.False(report["accepted"]!.GetValue<bool>());
        Assert.True(JsonNode.DeepEquals(validation, report["validation"]), report.ToJsonString());
    }

    [Fact]
    public async Task File_of_two_mebibytes_is_too_large()
    {
        var report = await _drop.DropAsync("huge", new string('x', 2 * 1024 * 1024));

        Assert.Equal("too-large", report["validation"]!["diagnostics"]!.AsArray().Single()!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Report_lists_as_many_problems_as_validate_does()
    {
        var report = await _drop.DropAsync("brackets", string.Concat(Enumerable.Repeat("nonsense\n", 100_000)));

        Assert.Equal(10_000, report["validation"]!["diagnostics"]!.AsArray().Count);
    }

    [Fact]
    public async Task File_dropped_again_is_another_session_and_replaces_the_report()
    {
        var broken = await _drop.DropAsync("again", "not yet");
        var first = await _drop.DropAsync("again", ScriptText.OneBeat);
        var second = await _drop.DropAsync("again", ScriptText.OneBeat);

        Assert.False(broken["accepted"]!.GetValue<bool>());
        Assert.NotEqual(first["session_id"]!.GetValue<string>(), second["session_id"]!.GetValue<string>());
        await DropCalls.ProducedAsync(app.Client, first);
        await DropCalls.ProducedAsync(app.Client, second);
    }

    [Fact]
    public async Task Twenty_concurrent_files_are_twenty_sessions()
    {
        var reports = await Task.WhenAll(Enumerable.Range(1, 20).Select(i =>
            _drop.DropAsync($"many/{i:D2}", ScriptText.OneBeat.Replace("One", $"Many {i}", StringComparison.Ordinal))));

        var sessions = new List<JsonNode>();
        foreach (var report in reports)
            sessions.Add(await DropCalls.ProducedAsync(app.Client, report));
        Assert.Equal(
            Enumerable.Range(1, 20).Select(i => $"Many {i}"),
            sessions.Select(session => session["video_title"]!.GetValue<string>()));
    }

    [Fact]
    public async Task File_without_a_lower_case_els_extension_is_ignored()
    {
        await _drop.PutAsync("case.ELS", ScriptText.OneBeat);
        await _drop.PutAsync("case.els.txt", ScriptText.OneBeat);
        await _drop.DropAsync("case-sensitive", ScriptText.OneBeat);

        Assert.Equal(["case-sensitive.json"], await _drop.NamesAsync("els-reports", "case"));
    }

    [Fact]
    public async Task File_that_is_removed_at_once_does_no_harm()
    {
        await _drop.PutAsync("removed.els", ScriptText.OneBeat);
        await _drop.Files.GetBlobClient("removed.els").DeleteAsync();

        var next = await _drop.DropAsync("after-removed", ScriptText.OneBeat);
        Assert.True(next["accepted"]!.GetValue<bool>());
    }
}
