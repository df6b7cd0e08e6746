using System.Collections.Concurrent;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

[Collection(StudioTests.Name)]
public sealed class KeyTests(StudioApp app)
{
    [Fact]
    public async Task Key_is_requested_once_and_again_if_wrong_and_is_in_no_URL()
    {
        await using var window = (await app.OpenWithoutKeyAsync()).Expecting("/api/voices");
        var addresses = new ConcurrentQueue<string>();
        window.Page.Request += (_, request) => addresses.Enqueue(request.Url);
        await window.GoAsync("#/voices");
        await window.Page.GetByLabel("Function key").FillAsync("wrong");
        await window.Button("Use key", window.Dialog).ClickAsync();
        await Expect(window.Dialog.Locator(".field-problem")).ToHaveTextAsync("The service refused that key.");
        await window.ShootAsync("9-key");
        await window.Page.GetByLabel("Function key").FillAsync($" {app.Key}\n");
        await window.Button("Use key", window.Dialog).ClickAsync();

        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        await window.Page.ReloadAsync();
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        Assert.NotEmpty(addresses);
        Assert.DoesNotContain(addresses, address => address.Contains(app.Key, StringComparison.Ordinal));
        Assert.Equal("null", await window.Page.EvaluateAsync<string>("() => String(localStorage.getItem('audiofunctions-key'))"));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Key_in_the_fragment_is_used_and_removed_from_the_address_bar()
    {
        await using var window = await app.OpenAsync("/voices");
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();

        Assert.EndsWith("/studio#/voices", window.Page.Url, StringComparison.Ordinal);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Key_in_the_fragment_that_is_invalid_as_a_header_is_ignored()
    {
        await using var window = await app.OpenWithoutKeyAsync();
        await Expect(window.Dialog).ToBeVisibleAsync();
        await window.GoAsync("#key=cl%C3%A9&/voices");
        await window.Page.GetByLabel("Function key").FillAsync(app.Key);
        await window.Button("Use key", window.Dialog).ClickAsync();

        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        Assert.EndsWith("/studio#/voices", window.Page.Url, StringComparison.Ordinal);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Notice_is_in_the_top_dialog_and_stays_when_that_closes()
    {
        await using var window = (await app.OpenAsync("/voices")).Expecting("/api/voices/");
        await window.Page.RouteAsync("**/api/voices/wojak", route => route.FulfillAsync(new RouteFulfillOptions { Status = 500 }), new PageRouteOptions { Times = 1 });
        await window.Button("Delete Wojak").ClickAsync();
        await window.Button("Delete voice", window.Dialog).ClickAsync();
        await Expect(window.Page.Locator(".toast.bad")).ToBeVisibleAsync();
        await window.Button("Edit Wojak").ClickAsync();
        await Expect(window.Dialog.Locator(".toast.bad")).ToBeVisibleAsync();
        await window.Page.EvaluateAsync("() => sessionStorage.setItem('audiofunctions-key', 'withdrawn')");
        await window.Button("Save", window.Dialog).ClickAsync();

        var asked = window.Page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = "Sign in with a key" });
        await Expect(asked.Locator(".toast.bad")).ToBeVisibleAsync();
        await window.Page.GetByLabel("Function key").FillAsync(app.Key);
        await window.Button("Use key", asked).ClickAsync();

        await Expect(window.Dialog).ToHaveCountAsync(0);
        await Expect(window.Page.Locator(".toast.bad")).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Revoked_key_is_requested_again_and_the_action_continues()
    {
        await using var window = (await app.OpenAsync("/voices")).Expecting("/api/");
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        await window.Page.EvaluateAsync("() => sessionStorage.setItem('audiofunctions-key', 'withdrawn')");

        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "New", Exact = true }).ClickAsync();
        await window.Page.Locator("#script").FillAsync(Scripts.OneBeat("Asked", "Me asked again."));
        await Expect(window.Dialog.Locator(".field-problem")).ToHaveTextAsync("The service refused that key.");
        await window.Page.GetByLabel("Function key").FillAsync(app.Key);
        await window.Button("Use key", window.Dialog).ClickAsync();

        await Expect(window.Page.Locator(".verdict")).ToHaveTextAsync("Ready to produce");
        Assert.Equal("null", await window.Page.EvaluateAsync<string>("() => String(localStorage.getItem('audiofunctions-key'))"));
        Assert.DoesNotContain(app.Key, app.Log, StringComparison.Ordinal);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Cancelled_change_of_key_leaves_the_view_unchanged()
    {
        await using var window = await app.OpenAsync("/");
        await window.Page.GetByLabel("Project").FillAsync("kept");
        await window.Button("Change key").ClickAsync();
        await window.Button("Cancel", window.Dialog).ClickAsync();

        await Expect(window.Dialog).ToHaveCountAsync(0);
        await Expect(window.Page.GetByLabel("Project")).ToHaveValueAsync("kept");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Remembered_key_works_in_another_tab()
    {
        await using var window = await app.OpenWithoutKeyAsync();
        await window.GoAsync("#/voices");
        await window.Page.GetByLabel("Function key").FillAsync(app.Key);
        await window.Page.GetByLabel("Remember it in this browser").CheckAsync();
        await window.Button("Use key", window.Dialog).ClickAsync();
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();

        var other = await window.Page.Context.NewPageAsync();
        await other.GotoAsync(window.Page.Url);
        await Expect(other.Locator(".voice").First).ToBeVisibleAsync();
        window.AssertQuiet();
    }
}
