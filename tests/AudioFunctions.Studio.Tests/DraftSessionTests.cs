using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>A session that is created over REST and spoken from the page.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class DraftSessionTests(SpeakingApp app)
{
    private const string Script = """
        [META]
        video_title: Kept for later
        project: studio-tests
        [BEAT: 01_only]
        name: Only
        ---
        Me wait to be spoken.
        [END_BEAT]
        """;

    [Fact]
    public async Task Draft_shows_its_script_and_is_spoken_on_request()
    {
        var (_, draft, _) = await app.Process.Client.SendJsonAsync(HttpMethod.Post, "drafts", ApiCalls.Els(Script));
        await using var window = await app.OpenAsync($"/sessions/{draft!["session_id"]}");

        await Expect(window.Beat("01_only")).ToContainTextAsync("Me wait to be spoken.");
        await Expect(window.Main).ToContainTextAsync("Draft");
        await Expect(window.Button("Export")).ToBeDisabledAsync();
        await Expect(window.Page.Locator(".progress")).ToBeHiddenAsync();

        await window.Button("Speak the missing beat").ClickAsync();
        await window.Dialog.GetByText("Continue", new() { Exact = true }).ClickAsync();
        await Expect(window.Beat("01_only").Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Button("Export")).ToBeEnabledAsync();
        window.AssertQuiet();
    }
}
