using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Speech.Offline;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>What counts as unchanged, with the real request comparison of each speech service.</summary>
public sealed class TakeComparisonTests : IAsyncLifetime
{
    private static readonly ScriptLine First = Beats.Line("Was ten ounces. Now seven.", pause: 100);
    private static readonly ScriptLine Second = Beats.Line("Same price.", pause: 300);

    private readonly OfflineSpeech _offline = new(
        new EspeakProcess("espeak-ng", TimeSpan.FromSeconds(60), TimeProvider.System), null, NullLogger<OfflineSpeech>.Instance);
    private SpeechLab? _lab;

    private ISpeechService ElevenLabs => _lab!.Speech;

    public async Task InitializeAsync() => _lab = await SpeechLab.StartAsync();

    public async Task DisposeAsync() => await _lab!.DisposeAsync();

    public static TheoryData<string, ScriptLine[], ReuseLevel, ReuseLevel> Edits => new()
    {
        { "nothing", [First, Second], ReuseLevel.Recording, ReuseLevel.Recording },
        { "a direction", [First with { Direction = "Gladly" }, Second], ReuseLevel.Recording, ReuseLevel.Recording },
        { "emphasis that is spoken alike", [First with { EmphasisWords = ["ten"] }, Second], ReuseLevel.Recording, ReuseLevel.Recording },
        { "the pause between lines", [First with { PauseAfterMs = 90 }, Second], ReuseLevel.Speech, ReuseLevel.Speech },
        { "the pause at the end", [First, Second with { PauseAfterMs = 0 }], ReuseLevel.Speech, ReuseLevel.Speech },
        { "a new pause inside a line", [First with { InnerPauses = [new InnerPause(16, 50)] }, Second], ReuseLevel.Speech, ReuseLevel.None },
        { "a pause of 0 inside a line", [First with { InnerPauses = [new InnerPause(16, 0)] }, Second], ReuseLevel.Recording, ReuseLevel.Recording },
        { "two lines made one", [Beats.Line("Was ten ounces. Now seven. Same price.", pause: 300)], ReuseLevel.Speech, ReuseLevel.None },
        { "a word", [First, Second with { Text = "Same Price." }], ReuseLevel.None, ReuseLevel.None },
        { "the order", [Second, First], ReuseLevel.None, ReuseLevel.None },
        { "the pace", [First with { SpeedOverride = 1.15 }, Second with { SpeedOverride = 1.15 }], ReuseLevel.None, ReuseLevel.None },
        { "one line's stability", [First, Second with { StabilityOverride = 0 }], ReuseLevel.None, ReuseLevel.None },
        { "a line that says nothing", [First with { PauseAfterMs = 60 }, Beats.Line("...", "boomer", pause: 40), Second], ReuseLevel.Speech, ReuseLevel.Speech },
        { "a line less", [First], ReuseLevel.None, ReuseLevel.None },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_changes_the_speech_or_only_the_silences(
        string edit, ScriptLine[] lines, ReuseLevel elevenLabs, ReuseLevel offline)
    {
        var earlier = Plan([First, Second]);

        Assert.Equal((edit, elevenLabs), (edit, TakeComparison.Compare(earlier, Plan(lines), ElevenLabs)));
        Assert.Equal((edit, offline), (edit, TakeComparison.Compare(earlier, Plan(lines), _offline)));
    }

    [Fact]
    public void Another_pause_mode_does_not_change_the_speech()
    {
        var earlier = Plan([First, Second]);

        Assert.Equal(ReuseLevel.Speech, TakeComparison.Compare(earlier, earlier with { PauseMode = PauseMode.Exact }, ElevenLabs));
    }

    [Fact]
    public void Another_character_with_the_same_voice_and_settings_is_the_same_request_to_ElevenLabs_but_not_offline()
    {
        var twin = Beats.Profiles["every-coon"] with { Character = "twin" };
        var profiles = new Dictionary<string, VoiceProfile>(Beats.Profiles) { ["twin"] = twin };
        var earlier = Plan([First]);

        var now = TakePlan.For(Beats.Of(First with { Character = "twin" }), PauseMode.Add, profiles, null, SomeModels.Taking(5000), Pronouncer.None, DateTimeOffset.UnixEpoch);

        Assert.Equal(ReuseLevel.Recording, TakeComparison.Compare(earlier, now, ElevenLabs));
        Assert.Equal(ReuseLevel.None, TakeComparison.Compare(earlier, now, _offline));
    }

    [Fact]
    public void Another_voice_of_the_character_is_another_request()
    {
        var profiles = new Dictionary<string, VoiceProfile>(Beats.Profiles) { ["every-coon"] = Beats.Profiles["every-coon"] with { VoiceId = "other" } };

        var now = TakePlan.For(Beats.Of(First), PauseMode.Add, profiles, null, SomeModels.Taking(5000), Pronouncer.None, DateTimeOffset.UnixEpoch);

        Assert.Equal(ReuseLevel.None, TakeComparison.Compare(Plan([First]), now, ElevenLabs));
    }

    [Fact]
    public async Task Unsupported_settings_do_not_change_the_request()
    {
        await using var v3 = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_v3"));

        var models = await v3.Speech.FindModelsAsync(default);

        Assert.Equal(
            ReuseLevel.Recording,
            TakeComparison.Compare(Plan([First], models), Plan([First with { StyleOverride = 0.9 }], models), v3.Speech));
    }

    [Fact]
    public async Task Another_tempo_by_FFmpeg_does_not_change_the_speech()
    {
        await using var v3 = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_v3"));
        var models = await v3.Speech.FindModelsAsync(default);
        var faster = Plan([First with { SpeedOverride = 1.15 }], models);

        Assert.Equal(ReuseLevel.Speech, TakeComparison.Compare(Plan([First], models), faster, v3.Speech));
        Assert.Equal(ReuseLevel.Recording, TakeComparison.Compare(faster, faster, v3.Speech));
    }

    [Fact]
    public async Task A_take_stored_without_a_model_has_the_speed_of_its_request()
    {
        await using var v3 = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_v3"));
        var now = Plan([First with { SpeedOverride = 1.15 }], await v3.Speech.FindModelsAsync(default));
        var old = now with { Segments = [.. now.Segments.Select(segment => segment with { Model = null })] };

        Assert.Equal(ReuseLevel.Speech, TakeComparison.Compare(old, now, v3.Speech));
    }

    [Fact]
    public async Task A_dialogue_is_spoken_again_if_any_of_its_turns_is_another()
    {
        await using var v3 = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_v3"));
        var models = await v3.Speech.FindModelsAsync(default);
        var (mine, theirs) = (Beats.Line("Me first.", pause: 100), Beats.Line("Me too.", "boomer", pause: 200));
        var earlier = Plan([mine, theirs], models);

        Assert.Equal(ReuseLevel.Recording, TakeComparison.Compare(earlier, Plan([mine, theirs], models), v3.Speech));
        Assert.Equal(ReuseLevel.Speech, TakeComparison.Compare(earlier, Plan([mine with { PauseAfterMs = 90 }, theirs], models), v3.Speech));
        Assert.Equal(ReuseLevel.None, TakeComparison.Compare(earlier, Plan([mine, theirs with { Text = "Me, too." }], models), v3.Speech));
        // A segment spoken by itself can be reused in a dialogue, but an excerpt of a dialogue can't be reused by itself.
        var alone = earlier with { Segments = [.. earlier.Segments.Select(segment => segment with { Dialogue = null })] };
        Assert.Equal(ReuseLevel.Recording, TakeComparison.Compare(alone, earlier, v3.Speech));
        Assert.Equal(ReuseLevel.None, TakeComparison.Compare(earlier, alone, v3.Speech));
    }

    [Fact]
    public void The_plan_of_a_beat_keeps_the_regenerate_settings_of_the_earlier_take()
    {
        var overrides = new RegenerateSettings(Direction: "Sadly", Stability: 0, Speed: 0.75);
        var earlier = TakePlan.For(Beats.Of(First, Second), PauseMode.Add, Beats.Profiles, overrides, SomeModels.Taking(5000), Pronouncer.None, DateTimeOffset.UnixEpoch);

        var now = TakeComparison.PlanLike(earlier, Beats.Of(First, Second), PauseMode.Add, Beats.Profiles, SomeModels.Taking(5000), Pronouncer.None, DateTimeOffset.UnixEpoch);

        Assert.Equal(overrides, now!.Overrides);
        Assert.Equal("Sadly", now.Direction);
        Assert.Equal(ReuseLevel.Recording, TakeComparison.Compare(earlier, now, ElevenLabs));
        Assert.Equal(ReuseLevel.None, TakeComparison.Compare(Plan([First, Second]), now, ElevenLabs));
    }

    [Fact]
    public void A_beat_whose_voice_was_deleted_has_no_plan()
    {
        var earlier = Plan([First]);

        Assert.Null(TakeComparison.PlanLike(
            earlier, Beats.Of(First with { Character = "gone" }), PauseMode.Add, Beats.Profiles, SomeModels.Taking(5000), Pronouncer.None, DateTimeOffset.UnixEpoch));
    }

    private static TakePlan Plan(ScriptLine[] lines, SpeechModels? models = null) =>
        TakePlan.For(Beats.Of(lines), PauseMode.Add, Beats.Profiles, null, models ?? SomeModels.Taking(5000), Pronouncer.None, DateTimeOffset.UnixEpoch);
}
