using System.Text;
using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Offline;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Finds and copies takes in real storage; the offline voice compares requests and never speaks.</summary>
[Collection(StorageTests.Name)]
public sealed class TakeReuseTests
{
    private static readonly OfflineSpeech Speech = new(
        new EspeakProcess("no-such-program", TimeSpan.FromSeconds(1), TimeProvider.System), null, NullLogger<OfflineSpeech>.Instance);

    private readonly string _earlier = Guid.NewGuid().ToString("N");
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly BlobServiceClient _blobs;
    private readonly SessionStore _sessions;
    private readonly ScriptArchive _scripts;
    private readonly VoiceProfileStore _voices;
    private readonly TakeFiles _files;
    private readonly PronunciationStore _pronunciations;

    public TakeReuseTests(AzuriteFixture azurite)
    {
        _blobs = new BlobServiceClient(azurite.ConnectionString);
        var tables = new TableServiceClient(azurite.ConnectionString);
        _pronunciations = new PronunciationStore(tables);
        (_files, _scripts) = (new TakeFiles(_blobs), ScriptArchives.At(azurite.ConnectionString));
        (_sessions, _voices) = (new SessionStore(tables, TimeProvider.System), new VoiceProfileStore(tables));
    }

    private TakeReuse Reuse => new(_sessions, _files, _voices, _pronunciations, Speech);

    private TakeCopier Copier => new(_scripts, _voices, new SessionPronunciations(_pronunciations, _scripts), _files, Speech, TimeProvider.System);

    [Fact]
    public async Task Beats_with_the_same_text_reuse_different_takes_and_prefer_the_one_with_their_id()
    {
        await ProduceAsync(Beat("a", "Ha."), Beat("b", "Ha."));

        var found = await Reuse.FindAsync(_earlier, Script(Beat("x", "Ha."), Beat("b", "Ha."), Beat("y", "Ha.")), Pronouncer.None, default);

        Assert.Equal([("b", "b"), ("x", "a")], found.Select(take => (take.Key, take.Value.BeatId)).Order());
    }

    [Fact]
    public async Task A_moved_beat_is_found_by_its_spoken_text()
    {
        await ProduceAsync(Beats.Of(Beats.Line("Ha."), Beats.Line("..."), Beats.Line("Ho.")) with { BeatId = "a" });
        var moved = Beats.Of(Beats.Line("Ha."), Beats.Line("—", "boomer"), Beats.Line("Ho.")) with { BeatId = "x" };

        var found = await Reuse.FindAsync(_earlier, Script(moved), Pronouncer.None, default);

        Assert.Equal(("x", "a"), Assert.Single(found.Select(take => (take.Key, take.Value.BeatId))));
    }

    [Fact]
    public async Task A_moved_beat_prefers_a_take_with_the_same_silences()
    {
        await ProduceAsync(Beat("a", "Ha.", pause: 100), Beat("b", "Ha.", pause: 200));

        var found = await Reuse.FindAsync(_earlier, Script(Beat("x", "Ha.", pause: 500), Beat("y", "Ha.", pause: 200)), Pronouncer.None, default);

        Assert.Equal([("x", "a"), ("y", "b")], found.Select(take => (take.Key, take.Value.BeatId)).Order());
    }

    [Fact]
    public async Task Takes_of_another_model_unselected_takes_and_takes_without_a_plan_are_not_reused()
    {
        await ProduceAsync(Beat("a", "One."), Beat("b", "Two."), Beat("c", "Three."));
        await _sessions.CreateAsync(new NewSession(_id, "t", "p", [new NewBeat("a", "n", "every-coon"), new NewBeat("b", "n", "every-coon"), new NewBeat("c", "n", "every-coon")]), default);
        await SpeakAsync(_id, Beat("a", "One."), model: "another");
        await _files.TryAddPlanAsync(new TakeKey(_id, "b", "bbbbbbbbbbbb"), Plan(Beat("b", "Two.")), default);
        await _sessions.AddTakeAsync(_id, Record(_id, "c", "cccccccccccc", Speech.Model), default);

        Assert.Empty(await Reuse.FindAsync(_id, Script(Beat("a", "One."), Beat("b", "Two."), Beat("c", "Three.")), Pronouncer.None, default));
    }

    [Fact]
    public async Task A_take_with_an_older_sound_of_the_offline_voice_is_reused_in_its_own_session_only()
    {
        var beat = Beat("a", "One.");
        var plan = Plan(beat);
        var older = Sounding(plan, version: null);
        await _sessions.CreateAsync(new NewSession(_earlier, "t", "p", [new NewBeat("a", "n", "every-coon")]), default);
        await _files.TryAddPlanAsync(new TakeKey(_earlier, "a", TakeId), older, default);
        await SpeakAsync(_earlier, beat, Speech.Model);

        Assert.Empty(await Reuse.FindAsync(_earlier, Script(beat), Pronouncer.None, default));
        Assert.Equal(ReuseLevel.Speech, TakeComparison.Compare(older, Plan(Beat("a", "One.", pause: 50)), Speech));
        var models = await Speech.FindModelsAsync(default);
        Assert.Equal((true, false), (plan.SoundsAs(models), older.SoundsAs(models)));
    }

    [Fact]
    public async Task A_missing_session_has_no_takes_to_reuse() =>
        Assert.Empty(await Reuse.FindAsync(_earlier, Script(Beat("a", "One.")), Pronouncer.None, default));

    [Fact]
    public async Task A_copy_has_all_blobs_of_the_take_and_a_cost_of_0()
    {
        await ProduceAsync(Beat("a", "One."));
        await Blob($"{_earlier}/a_{TakeId}.peaks.bin").UploadAsync(BinaryData.FromString("peaks"));
        await _scripts.SaveParsedAsync(_id, Script(Beat("z", "One.")), default);
        var copy = new TakeKey(_id, "z", "0123456789ab");

        Assert.Equal(ReuseLevel.Recording, await Copier.CopyAsync(copy, new TakeKey(_earlier, "a", TakeId), null, default));
        Assert.Equal(ReuseLevel.Recording, await Copier.CopyAsync(copy, new TakeKey(_earlier, "a", TakeId), null, default));

        Assert.Equal(["mp3", "peaks.bin", "plan.json", "raw-00.json", "sheet.json"], await EndingsAsync(copy));
        var raw = await _files.ReadRawAsync(copy, 0, default);
        Assert.Equal(("raw of One.", "offline", 0, "request-1"), (Encoding.UTF8.GetString(raw.Body.Span), raw.Provider, raw.BilledCharacters, raw.RequestId));
        Assert.Equal(0, (await _files.ReadMetadataAsync(copy, default)).BilledCharacters);
        Assert.Equal(new ReusedTake(_earlier, TakeId), (await _files.ReadPlanAsync(copy, default)).ReusedFrom);
        Assert.Equal("audio/mpeg", (await Blob(copy.AudioBlob).GetPropertiesAsync()).Value.ContentType);
    }

    [Fact]
    public async Task A_copy_of_a_take_with_an_older_sound_keeps_its_sound_version()
    {
        var take = new TakeKey(_id, "a", TakeId);
        await _files.TryAddPlanAsync(take, Sounding(Plan(Beat("a", "One.")), version: null), default);
        await _files.SaveRawAsync(take, 0, new RawSpeech("raw"u8.ToArray(), "offline", Speech.Model, 7, "request-1"), isIndexed: false, default);
        await _scripts.SaveParsedAsync(_id, Script(Beat("a", "One.", pause: 50)), default);
        var copy = new TakeKey(_id, "a", "0123456789ab");

        Assert.Equal(ReuseLevel.Speech, await Copier.CopyAsync(copy, take, null, default));

        Assert.False((await _files.ReadPlanAsync(copy, default)).SoundsAs(await Speech.FindModelsAsync(default)));
    }

    [Fact]
    public async Task With_other_silences_only_the_speech_is_copied()
    {
        await ProduceAsync(Beat("a", "One."));
        await _scripts.SaveParsedAsync(_id, Script(Beat("a", "One.", pause: 50)), default);
        var copy = new TakeKey(_id, "a", "0123456789ab");

        Assert.Equal(ReuseLevel.Speech, await Copier.CopyAsync(copy, new TakeKey(_earlier, "a", TakeId), null, default));
        Assert.Equal(ReuseLevel.Speech, await Copier.CopyAsync(copy, new TakeKey(_earlier, "a", TakeId), null, default));

        Assert.Equal(["plan.json", "raw-00.json"], await EndingsAsync(copy));
        Assert.Equal(50, (await _files.ReadPlanAsync(copy, default)).Segments[0].Silences[0].Ms);
    }

    [Theory]
    [InlineData("plan.json", ReuseLevel.None)]
    [InlineData("raw-00.json", ReuseLevel.None)]
    [InlineData("mp3", ReuseLevel.Speech)]
    [InlineData("sheet.json", ReuseLevel.Speech)]
    public async Task Of_a_partly_deleted_take_the_remaining_blobs_are_reused(string gone, ReuseLevel left)
    {
        await ProduceAsync(Beat("a", "One."));
        await _scripts.SaveParsedAsync(_id, Script(Beat("a", "One.")), default);
        await Blob($"{_earlier}/a_{TakeId}.{gone}").DeleteAsync();
        var copy = new TakeKey(_id, "a", "0123456789ab");

        Assert.Equal(left, await Copier.CopyAsync(copy, new TakeKey(_earlier, "a", TakeId), null, default));

        Assert.Equal(left != ReuseLevel.None, await _files.FindPlanAsync(copy, default) is not null);
    }

    [Fact]
    public async Task Nothing_is_copied_if_the_voice_was_edited_after_the_take_was_found()
    {
        await ProduceAsync(Beat("a", "One."));
        await _scripts.SaveParsedAsync(_id, Script(Beat("a", "One.", stability: 0.9)), default);

        Assert.Equal(ReuseLevel.None, await Copier.CopyAsync(new TakeKey(_id, "a", "0123456789ab"), new TakeKey(_earlier, "a", TakeId), null, default));
    }

    [Fact]
    public async Task A_plan_stored_without_overrides_is_read_as_one_without()
    {
        var take = new TakeKey(_earlier, "a", TakeId);
        await Blob(take.PlanBlob).UploadAsync(BinaryData.FromString("""{"pause_mode":"add","direction":null,"segments":[],"created_at":"2026-01-02T03:04:05.678Z"}"""));

        var plan = await _files.ReadPlanAsync(take, default);

        Assert.Null(plan.Overrides);
        Assert.Null(plan.ReusedFrom);
    }

    private const string TakeId = "aaaaaaaaaaaa";

    private static Beat Beat(string id, string text, int pause = 300, double? stability = null) =>
        Beats.Of(Beats.Line(text, pause: pause, stability: stability)) with { BeatId = id };

    private static Script Script(params Beat[] beats) => new("t", "p", "every-coon", "normal", PauseMode.Add, beats);

    private static TakePlan Plan(Beat beat) => TakePlan.For(
        beat, PauseMode.Add, Beats.Profiles, null, Speech.FindModelsAsync(default).Result, Pronouncer.None, DateTimeOffset.UnixEpoch);

    private static TakePlan Sounding(TakePlan plan, int? version) =>
        plan with { Segments = [.. plan.Segments.Select(segment => segment.SoundingAs(version))] };

    private TakeRecord Record(string sessionId, string beatId, string takeId, string model) => new(
        takeId, beatId, new TakeKey(sessionId, beatId, takeId).AudioPath, 1000, "offline", model, 7, null, [], [], [], DateTimeOffset.UnixEpoch);

    /// <summary>The earlier session, as after its production.</summary>
    private async Task ProduceAsync(params Beat[] beats)
    {
        await _sessions.CreateAsync(new NewSession(_earlier, "t", "p", [.. beats.Select(beat => new NewBeat(beat.BeatId, "n", "every-coon"))]), default);
        foreach (var beat in beats)
            await SpeakAsync(_earlier, beat, Speech.Model);
    }

    private async Task SpeakAsync(string sessionId, Beat beat, string model)
    {
        // Take ids are unique in a session; the first beat's is TakeId.
        var take = new TakeKey(sessionId, beat.BeatId, string.Concat(Enumerable.Repeat(beat.BeatId, 12)));
        await _files.TryAddPlanAsync(take, Plan(beat), default);
        await _files.SaveRawAsync(take, 0, new RawSpeech(Encoding.UTF8.GetBytes($"raw of {beat.CombinedScript}"), "offline", model, 7, "request-1"), isIndexed: false, default);
        var mp3 = Path.GetTempFileName();
        await _files.AddAudioAsync(take, mp3, default);
        File.Delete(mp3);
        await _files.AddMetadataAsync(take, new TakeMetadata("offline", model, 7, 1000, [], []), default);
        await _sessions.AddTakeAsync(sessionId, Record(sessionId, beat.BeatId, take.Id, model), default);
    }

    private BlobClient Blob(string name) => _blobs.GetBlobContainerClient(TakeFiles.ContainerName).GetBlobClient(name);

    private async Task<IReadOnlyList<string>> EndingsAsync(TakeKey take)
    {
        var prefix = $"{take.SessionId}/{take.BeatId}_{take.Id}.";
        var names = new List<string>();
        await foreach (var blob in _blobs.GetBlobContainerClient(TakeFiles.ContainerName).GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }))
            names.Add(blob.Name[prefix.Length..]);
        return names;
    }
}
