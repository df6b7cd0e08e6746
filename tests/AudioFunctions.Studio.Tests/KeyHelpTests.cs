using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>The list of keys.</summary>
[Collection(StudioTests.Name)]
public sealed class KeyHelpTests(StudioApp app)
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["Space"] = " ",
        ["←"] = "ArrowLeft",
        ["→"] = "ArrowRight",
        ["1 – 9"] = "take",
    };

    [Fact]
    public async Task Every_key_of_a_session_is_in_the_list()
    {
        await using var window = await app.OpenAsync("/voices");
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        var keys = await window.Page.EvaluateAsync<string[]>(
            "async () => Object.keys((await import(new URL('studio/session-keys.js', location.href).href)).sessionKeys({}))");
        await window.Page.Keyboard.PressAsync("?");
        await Expect(window.Dialog.Locator("kbd").First).ToBeVisibleAsync();
        var listed = (await window.Dialog.Locator("kbd").AllInnerTextsAsync()).SelectMany(KeysOf).ToHashSet();

        Assert.True(keys.Length > 20);
        Assert.Empty(keys.Except(listed));
        window.AssertQuiet();
    }

    /// <summary>The names that the page gives the keys of a label.</summary>
    private static IEnumerable<string> KeysOf(string label)
    {
        const string Shift = "Shift + ";
        var (prefix, keys) = label.StartsWith(Shift, StringComparison.Ordinal) ? ("Shift+", label[Shift.Length..]) : ("", label);
        return keys.Split(" / ").Select(key => Names.GetValueOrDefault(key, key)).Select(key => key == "take" ? key : prefix + key);
    }
}
