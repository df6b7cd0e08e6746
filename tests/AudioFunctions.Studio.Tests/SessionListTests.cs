using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

[Collection(StudioTests.Name)]
public sealed class SessionListTests(StudioApp app)
{
    /// <summary>One more than a page of the list.</summary>
    private const int Sessions = 21;

    private const string Project = "studio-list";

    [Fact]
    public async Task Sessions_are_listed_in_pages_by_project_and_status_and_update_by_themselves()
    {
        var started = await Task.WhenAll(Enumerable.Range(1, Sessions).Select(number => app.Client.StartSessionAsync(Script(number))));
        await ShowThatTheyAreMadeAsync();
        await Task.WhenAll(started.Select(session => ApiCalls.EndOfAsync(session["statusQueryGetUri"]!.GetValue<string>())));

        // Sessions that are still being produced would move between pages; now none is.
        await using var window = await app.OpenAsync("/");
        var rows = window.Page.Locator(".session-row");
        await window.Page.RunAndWaitForResponseAsync(
            () => window.Page.GetByLabel("Project").FillAsync(Project),
            answer => answer.Url.Contains($"project={Project}", StringComparison.Ordinal));
        await Expect(window.Page.Locator("[aria-busy]")).ToHaveCountAsync(0);
        await Expect(rows).ToHaveCountAsync(Sessions - 1);
        await window.Button("Show more").ClickAsync();

        await Expect(rows).ToHaveCountAsync(Sessions);
        await Expect(window.Button("Show more")).ToBeHiddenAsync();
        await Expect(rows.Last).ToBeFocusedAsync();
        Assert.Equal(Sessions, await rows.EvaluateAllAsync<int>("rows => new Set(rows.map(row => row.href)).size"));

        await FilterByStatusAsync(window, started[0]["id"]!.GetValue<string>());
        window.AssertQuiet();
    }

    private async Task ShowThatTheyAreMadeAsync()
    {
        await using var window = await app.OpenAsync("/");
        await window.Page.GetByLabel("Project").FillAsync(Project);
        var made = window.Page.Locator(".session-row").Filter(new LocatorFilterOptions { HasText = "In review" });
        // All are spoken at once, even on few cores.
        await Expect(made.Nth(Sessions - 2)).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 3 * TimeoutMs });
        window.AssertQuiet();
    }

    private async Task FilterByStatusAsync(StudioWindow window, string sessionId)
    {
        var rows = window.Page.Locator(".session-row");
        await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{sessionId}", ApiCalls.Json("{\"status\":\"completed\"}"));
        await window.Page.GetByLabel("Status").SelectOptionAsync("completed");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToHaveAttributeAsync("href", $"#/sessions/{sessionId}");

        await window.Page.GetByLabel("Status").SelectOptionAsync("exported");
        await Expect(window.Page.Locator(".empty")).ToContainTextAsync("No session matches.");
        await window.Button("Show all sessions").ClickAsync();
        await Expect(rows).ToHaveCountAsync(Sessions - 1);
        await Expect(window.Page.GetByLabel("Project")).ToHaveValueAsync("");

        // Older sessions are searched for the title again when the filter changes.
        await window.Page.GetByLabel("Title").FillAsync("in no title");
        await Expect(window.Page.Locator(".empty")).ToContainTextAsync("No session matches.");
        await window.Page.GetByLabel("Project").FillAsync(Project);
        await Expect(window.Page.Locator(".empty")).ToContainTextAsync("A project is found by its whole name.");
    }

    [Fact]
    public async Task Session_deleted_elsewhere_disappears_from_the_list()
    {
        const string project = "studio-list-deleted";
        var script = Scripts.OneBeat("Gone soon", "Me go.").Replace("studio-tests", project, StringComparison.Ordinal);
        var output = await app.Client.ProduceAsync(script);
        await using var window = await app.OpenAsync("/");
        await window.Page.GetByLabel("Project").FillAsync(project);
        await Expect(window.Page.Locator(".session-row")).ToHaveCountAsync(1);

        await app.Client.SendJsonAsync(HttpMethod.Delete, $"sessions/{output["session_id"]}");

        await Expect(window.Page.Locator(".empty")).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Session_is_found_by_words_of_its_title_and_shows_its_length()
    {
        const string project = "studio-list-titles";
        foreach (var title in new[] { "The empty bag", "The full bag" })
            await app.Client.ProduceAsync(Scripts.OneBeat(title, "Me am found.").Replace("studio-tests", project, StringComparison.Ordinal));
        await using var window = await app.OpenAsync("/");
        await window.Page.GetByLabel("Project").FillAsync(project);
        var rows = window.Page.Locator(".session-row");
        await Expect(rows).ToHaveCountAsync(2);

        await window.Page.GetByLabel("Title").FillAsync("bag EMPTY");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync("The empty bag");
        await Expect(rows.Locator(".session-beats")).ToContainTextAsync(" s");
        await window.ShootAsync("23-found-by-title");

        await window.Page.GetByLabel("Title").FillAsync("nowhere");
        await Expect(window.Page.Locator(".empty")).ToContainTextAsync("No session matches.");
        await window.Button("Show all sessions").ClickAsync();
        await Expect(window.Page.GetByLabel("Title")).ToHaveValueAsync("");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Sessions_of_one_script_stand_together_beneath_the_newest()
    {
        const string project = "studio-list-versions";
        foreach (var (title, words) in new[] { ("Twice made", "Me am first."), ("Once made", "Me am alone."), ("Twice made", "Me am second.") })
            await app.Client.ProduceAsync(Scripts.OneBeat(title, words).Replace("studio-tests", project, StringComparison.Ordinal));
        await using var window = await app.OpenAsync("/");
        await window.Page.GetByLabel("Project").FillAsync(project);
        var rows = window.Page.Locator(".session-row:visible");
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.First).ToContainTextAsync("Twice made");
        var newest = await rows.First.GetAttributeAsync("href");

        await window.Button("1 earlier session of this script").ClickAsync();
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(rows.Nth(1)).ToContainTextAsync("Twice made");
        Assert.NotEqual(newest, await rows.Nth(1).GetAttributeAsync("href"));
        await window.ShootAsync("47-sessions-of-one-script");
        await window.AssertAccessibleAsync("sessions of one script");
        await window.Page.GetByLabel("Title").FillAsync("twice");
        await Expect(rows).ToHaveCountAsync(2);
        await window.Button("Hide the earlier sessions").ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);
        window.AssertQuiet();
    }

    private static string Script(int number) =>
        Scripts.OneBeat($"Listed {number}", "Me listed.").Replace("studio-tests", Project, StringComparison.Ordinal);
}
