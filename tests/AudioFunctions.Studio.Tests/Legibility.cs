using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AudioFunctions.Studio.Tests;

/// <summary>Checks contrast and accessible names.</summary>
internal static partial class Legibility
{
    /// <summary>All text with a contrast below 4.5 (WCAG 1.4.3, AA), except in disabled controls.</summary>
    private const string TooFaint = """
        () => {
          const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const parsed = colour => {
            pen.clearRect(0, 0, 1, 1);
            pen.fillStyle = colour;
            pen.fillRect(0, 0, 1, 1);
            const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
            return [red, green, blue, alpha / 255];
          };
          const over = (top, below) => [0, 1, 2].map(at => top[at] * top[3] + below[at] * (1 - top[3])).concat(1);
          const behind = element => {
            if (!element) return [255, 255, 255, 1];
            const own = parsed(getComputedStyle(element).backgroundColor);
            return own[3] === 1 ? own : over(own, behind(element.parentElement));
          };
          const light = ([red, green, blue]) => {
            const [r, g, b] = [red, green, blue].map(part => part / 255).map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const contrast = element => {
            const ground = behind(element);
            const [less, more] = [light(over(parsed(getComputedStyle(element).color), ground)), light(ground)].sort((a, b) => a - b);
            return (more + 0.05) / (less + 0.05);
          };
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const faint = [];
          let seen = 0;
          while (texts.nextNode()) {
            const { parentElement: element, textContent: text } = texts.currentNode;
            if (!text.trim() || !element.checkVisibility() || element.closest('.editor-under, .visually-hidden, :disabled')) continue;
            seen++;
            if (contrast(element) < 4.5) faint.push(`${contrast(element).toFixed(2)}: ${text}`);
          }
          return seen < 10 ? ['too little to look at'] : faint;
        }
        """;

    /// <summary>In light and dark, all text has contrast and all controls have names.</summary>
    public static async Task AssertLegibleAsync(this StudioWindow window)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await window.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            Assert.Empty(await window.Page.EvaluateAsync<string[]>(TooFaint));
        }

        Assert.DoesNotMatch(NamelessControl(), await window.Page.Locator("body").AriaSnapshotAsync());
    }

    [GeneratedRegex("^\\s*- (button|link|textbox|searchbox|spinbutton|checkbox|combobox|slider|progressbar|dialog|article)(?! \")", RegexOptions.Multiline)]
    private static partial Regex NamelessControl();
}
