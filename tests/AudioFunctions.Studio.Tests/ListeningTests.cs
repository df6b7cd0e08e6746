using System.Text.Json;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Listening to a whole session, and to parts of it.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class ListeningTests(StudioApp app, ITestOutputHelper output)
{
    /// <summary>Limit for a busy machine. An idle one needs a tenth of this.</summary>
    private const double MaxGapMs = 1000;

    /// <summary>Measures how many recordings play at once, and the gap between the end of one and the start of the next.</summary>
    private const string Watch = """
        () => {
          window.heard = { most: 0, gapMs: null, endedAt: null };
          const playing = () => [...document.querySelectorAll('audio')].filter(audio => !audio.paused && !audio.ended).length;
          for (const event of ['play', 'playing', 'pause']) {
            document.addEventListener(event, () => { window.heard.most = Math.max(window.heard.most, playing()); }, true);
          }
          document.addEventListener('ended', () => { window.heard.endedAt = performance.now(); }, true);
          document.addEventListener('playing', () => { window.heard.gapMs ??= window.heard.endedAt && performance.now() - window.heard.endedAt; }, true);
        }
        """;

    [Fact]
    public async Task Space_plays_the_beats_in_sequence_one_at_a_time()
    {
        await using var window = await OpenStoryAsync();
        var (hook, reply, player) = (window.Beat("01_hook"), window.Beat("02_reply"), window.Page.Locator(".transport"));
        await window.Page.EvaluateAsync(Watch);
        await hook.Locator("audio").EvaluateAsync("audio => { audio.loop = true; }");
        await window.Page.Keyboard.PressAsync(" ");
        await window.UntilAsync(hook.Locator("audio"), "audio => !audio.paused && audio.currentTime > 0.3");
        await Expect(hook.Locator("li.speaking")).ToHaveCountAsync(1);
        await Expect(player.Locator("strong")).ToHaveTextAsync("Hook");
        await Expect(window.Button("Pause", player)).ToBeVisibleAsync();
        await hook.Locator("audio").EvaluateAsync("audio => { audio.loop = false; }");

        await window.UntilAsync(reply.Locator("audio"), "audio => !audio.paused && audio.currentTime > 0");
        await Expect(player.Locator("strong")).ToHaveTextAsync("Boomer replies");
        await Expect(reply).ToBeFocusedAsync();
        await Expect(window.Page.Locator(".outline-row[aria-current]")).ToContainTextAsync("Boomer replies");
        await window.UntilAsync(reply.Locator("audio"), "audio => audio.ended");
        await Expect(window.Button("Listen through", player)).ToBeVisibleAsync();

        var heard = await window.Page.EvaluateAsync<JsonElement>("() => window.heard");
        Assert.Equal(1, heard.GetProperty("most").GetInt32());
        var gapMs = heard.GetProperty("gapMs").GetDouble();
        output.WriteLine($"Between two takes: {gapMs:0} ms.");
        Assert.InRange(gapMs, 0, MaxGapMs);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Current_word_is_highlighted_and_a_click_on_a_word_plays_from_there()
    {
        await using var window = await OpenStoryAsync();
        var hook = window.Beat("01_hook");
        await window.LoopAudioAsync();
        var audio = hook.Locator("audio");
        // Later it may have begun again.
        await audio.EvaluateAsync("audio => audio.addEventListener('play', () => { audio.from ??= audio.currentTime * 1000; })");
        var word = hook.Locator("[data-line='2'] em");
        await word.ClickAsync();
        await window.UntilAsync(audio, "audio => !audio.paused");

        await window.Page.WaitForFunctionAsync("() => [...CSS.highlights.get('spoken')].some(range => String(range).startsWith('scammed'))");
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, window.Page.Url.Split("#/")[1]);
        var take = session!["beats"]![0]!["takes"]![0]!["take_id"];
        var (_, words, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"{window.Page.Url.Split("#/")[1]}/takes/{take}/words");
        var startMs = words!["words"]!.AsArray()[^1]!["start_ms"]!.GetValue<int>();
        Assert.InRange(await audio.EvaluateAsync<double>("audio => audio.from"), startMs - 50, int.MaxValue);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Line_is_repeated_until_stopped_and_arrows_move_between_lines()
    {
        await using var window = await OpenStoryAsync();
        var (audio, keys) = (window.Beat("01_hook").Locator("audio"), window.Page.Keyboard);
        // Pressed in the page, because line 3 begins before a slow test could.
        await audio.EvaluateAsync("""
            audio => {
              let at = 0;
              let began = null;
              audio.back = 0;
              audio.addEventListener('timeupdate', () => {
                at = audio.currentTime;
                if (began === null || at < began + 0.05) return;
                began = Infinity;
                document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'o', code: 'KeyO', bubbles: true }));
              });
              audio.addEventListener('seeking', () => { audio.back += audio.currentTime < at; });
              audio.addEventListener('playing', () => { began ??= audio.currentTime; });
            }
            """);
        await window.Button("Listen from line 2", window.Beat("01_hook")).ClickAsync();
        await Expect(window.Button("Repeat the line")).ToHaveAttributeAsync("aria-pressed", "true");
        await window.UntilAsync(audio, "audio => audio.back >= 2");

        await keys.PressAsync(" ");
        await window.UntilAsync(audio, "audio => audio.paused");
        await keys.PressAsync("o");
        await Expect(window.Button("Repeat the line")).ToHaveAttributeAsync("aria-pressed", "false");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowRight");
        await Expect(window.Page.Locator(".transport strong")).ToHaveTextAsync("Boomer replies");
        await keys.PressAsync("ArrowLeft");
        await Expect(window.Page.Locator(".transport strong")).ToHaveTextAsync("Hook");

        await keys.PressAsync("o");
        await Expect(window.Button("Repeat the line")).ToHaveAttributeAsync("aria-pressed", "true");
        await window.UntilAsync(audio, "audio => !audio.paused");
        await keys.PressAsync("ArrowRight");
        await Expect(window.Button("Repeat the line")).ToHaveAttributeAsync("aria-pressed", "false");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Speed_applies_to_every_take_keeps_the_pitch_and_is_remembered()
    {
        await using var window = await OpenStoryAsync();
        await window.Page.GetByLabel("Speed").Last.SelectOptionAsync("1.5");
        await window.Page.ReloadAsync();
        await Expect(window.Page.Locator(".transport select")).ToHaveValueAsync("1.5");
        await window.Page.Keyboard.PressAsync(".");
        await Expect(window.Page.Locator(".transport select")).ToHaveValueAsync("1.75");

        await window.Button("Play take 1", window.Beat("02_reply")).ClickAsync();
        var audio = window.Beat("02_reply").Locator("audio");
        await window.UntilAsync(audio, "audio => audio.playbackRate === 1.75 && audio.preservesPitch");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Approval_while_the_next_beat_begins_applies_to_the_beat_just_heard()
    {
        await using var window = await OpenStoryAsync();
        await window.Beat("02_reply").Locator("audio").EvaluateAsync(
            "audio => audio.addEventListener('play', () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', code: 'KeyA', bubbles: true })))");

        await window.Page.Keyboard.PressAsync(" ");

        await Expect(window.Button("Approve", window.Beat("01_hook"))).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(window.Button("Approve", window.Beat("02_reply"))).ToHaveAttributeAsync("aria-pressed", "false");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Second_verdict_and_note_while_the_next_beat_begins_apply_to_the_beat_just_heard_until_a_person_moves()
    {
        var id = (await app.Client.ProduceAsync(Scripts.ManyBeats(3)))["session_id"];
        await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{id}/beats/01_many", ApiCalls.Json("""{"review":"approved"}"""));
        await using var window = await app.OpenAsync($"/sessions/{id}");
        await PressWhenTheSecondBeginsAsync(window, "dm");
        var (first, second, third) = (window.Beat("01_many"), window.Beat("02_many"), window.Beat("03_many"));
        await Expect(window.Button("Redo", first)).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(first.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Note" })).ToBeFocusedAsync();
        await Expect(window.Button("Redo", second)).ToHaveAttributeAsync("aria-pressed", "false");

        await window.Page.ReloadAsync();
        await PressWhenTheSecondBeginsAsync(window, "jd");
        await Expect(window.Button("Redo", third)).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(window.Button("Redo", first)).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(window.Button("Redo", second)).ToHaveAttributeAsync("aria-pressed", "false");
        window.AssertQuiet();
    }

    private static async Task PressWhenTheSecondBeginsAsync(StudioWindow window, string letters)
    {
        await window.UntilAsync(window.Beat("02_many").Locator("audio"), "audio => audio.readyState >= 2");
        await window.Beat("02_many").Locator("audio").EvaluateAsync(
            """
            (audio, letters) => audio.addEventListener('play', () => [...letters].forEach(key =>
              document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code: `Key${key.toUpperCase()}`, bubbles: true }))), { once: true })
            """,
            letters);
        await window.Page.Keyboard.PressAsync(" ");
    }

    [Fact]
    public async Task Listening_through_plays_the_selected_take_and_goes_on_behind_a_dialog()
    {
        var id = (await app.Client.ProduceAsync(Scripts.TwoBeats("Selected", "Me select the first.", "Me follow the first.")))["session_id"];
        var (_, started, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{id}/beats/01_first/regenerate", ApiCalls.Json("""{"new_pace":"slow"}"""));
        await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        int LengthMs(int beat, int take) => session!["beats"]![beat]!["takes"]![take]!["audio_duration_ms"]!.GetValue<int>();
        await using var window = await app.OpenAsync($"/sessions/{id}");
        var (first, place) = (window.Beat("01_first"), window.Page.GetByLabel("Position in the session"));
        var audios = first.Locator("audio");
        await Expect(audios).ToHaveCountAsync(2);

        await audios.Nth(1).EvaluateAsync("audio => { audio.loop = true; }");
        await window.Button("Play take 2", first).ClickAsync();
        await Expect(place).ToHaveAttributeAsync("max", $"{LengthMs(0, 1) + LengthMs(1, 0)}");
        await window.UntilAsync(audios.Nth(1), "audio => audio.currentTime > 0.1");
        await window.Button("Pause take 2", first).ClickAsync();
        await window.Page.Keyboard.PressAsync(" ");
        await window.UntilAsync(audios.First, "audio => !audio.paused");
        await Expect(place).ToHaveAttributeAsync("max", $"{LengthMs(0, 0) + LengthMs(1, 0)}");

        await window.Page.Keyboard.PressAsync("?");
        await window.UntilAsync(window.Beat("02_second").Locator("audio"), "audio => audio.currentTime > 0");
        await Expect(window.Dialog.Locator("h2")).ToHaveTextAsync("Keyboard");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Recording_that_loads_late_takes_nobody_back_to_it()
    {
        var id = (await app.Client.ProduceAsync(Scripts.ManyBeats(3)))["session_id"];
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        var takes = session!["beats"]!.AsArray().Select(beat => beat!["takes"]![0]!).ToList();
        var lengthsMs = takes.Select(take => take["audio_duration_ms"]!.GetValue<int>()).ToList();
        await using var window = await app.OpenAsync("/voices");
        var held = await HeldResponse.ToTheNextAsync(window, "GET", $"**/takes/{takes[1]["take_id"]}/audio");
        await window.GoAsync($"#/sessions/{id}");
        var (place, name) = (window.Page.GetByLabel("Position in the session"), window.Page.Locator(".transport strong"));
        await window.UntilAsync(window.Beat("03_many").Locator("audio"), "audio => audio.readyState >= 2");
        await held.GivenAsync();

        // The range has steps of 100 ms.
        await place.FillAsync($"{((lengthsMs[0] / 100) + 2) * 100}");
        await place.FillAsync($"{(((lengthsMs[0] + lengthsMs[1]) / 100) + 2) * 100}");
        await Expect(name).ToHaveTextAsync("Beat 3");
        await held.ReleaseAsync();
        await window.UntilAsync(window.Beat("02_many").Locator("audio"), "audio => audio.readyState >= 2");

        await Expect(name).ToHaveTextAsync("Beat 3");
        await Expect(window.Page.Locator(".beat.here")).ToHaveAttributeAsync("data-beat", "03_many");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Take_played_by_its_own_button_is_played_alone()
    {
        await using var window = await OpenStoryAsync();
        var (hook, reply) = (window.Beat("01_hook").Locator("audio"), window.Beat("02_reply").Locator("audio"));
        await window.Button("Play take 1", window.Beat("01_hook")).ClickAsync();
        await window.UntilAsync(hook, "audio => audio.ended");

        await window.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.True(await reply.EvaluateAsync<bool>("audio => audio.paused && audio.currentTime === 0"));
        window.AssertQuiet();
    }

    private async Task<StudioWindow> OpenStoryAsync()
    {
        var made = await app.Client.ProduceAsync(Scripts.Story);
        var window = await app.OpenAsync($"/sessions/{made["session_id"]}");
        await Expect(window.Beat("02_reply").Locator(".line-text").First).ToBeVisibleAsync();
        await window.UntilAsync(window.Beat("02_reply").Locator("audio"), "audio => audio.readyState >= 2");
        return window;
    }
}
