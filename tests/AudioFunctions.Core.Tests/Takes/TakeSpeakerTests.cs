using System.Text;
using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Storage.Blobs;
using Moq;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Storage is real; the speech service is a mock, because the tests check which requests it gets and when.</summary>
[Collection(StorageTests.Name)]
public sealed class TakeSpeakerTests
{
    private const string Script = """
        [META]
        video_title: t
        project: p
        [BEAT: 01_talk]
        name: Talk
        ---
        [DIRECTION: Dry] First voice.
        [CHARACTER: boomer] Second voice.
        [CHARACTER: fed] Third voice.
        [END_BEAT]
        """;

    private readonly TakeKey _take = new(Guid.NewGuid().ToString("N"), "01_talk", "0123456789ab");
    private readonly Mock<ISpeechService> _speech = new(MockBehavior.Strict);
    private readonly List<string> _asked = [];
    private readonly TakeFiles _files;
    private readonly TakeSpeaker _speaker;
    private readonly AzuriteFixture _azurite;
    private readonly ScriptArchive _scripts;

    public TakeSpeakerTests(AzuriteFixture azurite)
    {
        _azurite = azurite;
        var blobs = new BlobServiceClient(azurite.ConnectionString);
        _files = new TakeFiles(blobs);
        _scripts = ScriptArchives.At(azurite.ConnectionString);
        _speaker = Speaker(_files);
        _speech.Setup(speech => speech.FindModelsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(SomeModels.Taking(5000, "model-x"));
        _speech.Setup(speech => speech.WarningsFor(It.IsAny<IReadOnlyList<SpeechSegment>>())).Returns(["Can't read it."]);
        _speech.Setup(speech => speech.IsIdenticalRequest(It.IsAny<SpeechSegment>(), It.IsAny<SpeechSegment>()))
            .Returns((SpeechSegment one, SpeechSegment other) => one.Text == other.Text && one.Settings == other.Settings);
        _speech.Setup(speech => speech.SpeakAsync(It.IsAny<SpeechSegment>(), It.IsAny<IRequestJournal>(), It.IsAny<CancellationToken>()))
            .Callback((SpeechSegment segment, IRequestJournal _, CancellationToken _) => _asked.Add(segment.Text))
            .ReturnsAsync((SpeechSegment segment, IRequestJournal _, CancellationToken _) => Response(segment.Text, 7));
    }

    [Fact]
    public async Task Every_segment_is_requested_once_and_stored_unchanged_with_its_cost()
    {
        await SaveScriptAsync();

        Assert.Equal(3, await _speaker.SpeakAsync(_take, RegenerateSettings.None, null, default));

        Assert.Equal(["First voice.", "Second voice.", "Third voice."], _asked);
        var raw = await _files.ReadRawAsync(_take, 1, default);
        Assert.Equal("raw of Second voice.", Encoding.UTF8.GetString(raw.Body.Span));
        Assert.Equal(("elevenlabs", "model-x", 7, "request-1"), (raw.Provider, raw.Model, raw.BilledCharacters, raw.RequestId));
        var plan = await _files.ReadPlanAsync(_take, default);
        Assert.Equal("Dry", plan.Direction);
        Assert.Equal(["Can't read it."], plan.Warnings);
    }

    [Fact]
    public async Task A_second_run_sends_no_request()
    {
        await SaveScriptAsync();
        await _speaker.SpeakAsync(_take, RegenerateSettings.None, null, default);

        await _speaker.SpeakAsync(_take, RegenerateSettings.None, null, default);

        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task A_run_after_an_interrupted_one_speaks_the_missing_segments_and_knows_what_was_sent()
    {
        await SaveScriptAsync();
        var sent = new RequestNote("elevenlabs", "model-x", Noon, Noon.AddSeconds(9), ClockOffsetMs: -1500);
        Ask(segment: 1, async journal =>
        {
            await journal.NoteAsync(sent, default);
            throw new OperationCanceledException();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _speaker.SpeakAsync(_take, RegenerateSettings.None, null, default));
        var found = new List<RequestNote?>();
        foreach (var segment in (int[])[1, 2])
            Ask(segment, async journal => found.Add(await journal.FindAsync(default)));

        await _speaker.SpeakAsync(_take, RegenerateSettings.None, null, default);

        Assert.Equal([sent, null], found);
        Assert.Equal(["First voice."], _asked);
        Assert.Equal("raw of 2", Encoding.UTF8.GetString((await _files.ReadRawAsync(_take, 2, default)).Body.Span));
    }

    [Fact]
    public async Task A_second_run_uses_the_plan_of_the_first()
    {
        await SaveScriptAsync();
        await _files.TryAddPlanAsync(_take, new TakePlan(PauseMode.Exact, null, [Segment("As planned.")], DateTimeOffset.UnixEpoch), default);

        await _speaker.SpeakAsync(_take, new RegenerateSettings(Stability: 1), null, default);

        Assert.Equal(["As planned."], _asked);
    }

    [Fact]
    public async Task A_run_that_finds_the_plan_of_another_run_knows_what_that_one_sent()
    {
        await SaveScriptAsync();
        await using var proxy = await StorageProxy.StartAsync(_azurite.Server);
        var theirs = new TakePlan(PauseMode.Exact, null, [Segment("As planned.")], DateTimeOffset.UnixEpoch);
        var sent = new RequestNote("elevenlabs", "model-x", Noon, Noon);
        await _files.NoteRequestAsync(_take, 0, sent, default);
        proxy.Before = call => call.IsBlobWrite(".plan.json") ? _files.TryAddPlanAsync(_take, theirs, default) : Task.CompletedTask;
        RequestNote? found = null;
        Ask(segment: 0, async journal => found = await journal.FindAsync(default));

        await Speaker(new TakeFiles(new BlobServiceClient(proxy.ConnectionString))).SpeakAsync(_take, RegenerateSettings.None, null, default);

        Assert.Equal(sent, found);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_note_that_cannot_be_removed_changes_nothing_of_the_outcome(bool hasFailed)
    {
        await SaveScriptAsync();
        await using var proxy = await StorageProxy.StartAsync(_azurite.Server);
        proxy.Before = call => call.Method == "DELETE" ? Task.FromException(new IOException("The storage is out of order.")) : Task.CompletedTask;
        Ask(segment: 0, journal => journal.NoteAsync(new RequestNote("elevenlabs", "model-x", Noon, Noon), default));
        if (hasFailed)
            Ask(segment: 1, _ => throw new SpeechException("quota-exceeded", "Buy more.", isRetryable: false));
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };

        var speaking = Speaker(new TakeFiles(new BlobServiceClient(proxy.ConnectionString, options))).SpeakAsync(_take, RegenerateSettings.None, null, default);

        if (hasFailed)
            Assert.Equal("quota-exceeded", (await Assert.ThrowsAsync<SpeechException>(() => speaking)).Code);
        else
            Assert.Equal(3, await speaking);
        Assert.NotNull(await _files.FindRequestAsync(_take, 0, default));
    }

    [Fact]
    public async Task The_next_attempt_knows_the_open_request_of_a_failed_take()
    {
        await SaveScriptAsync();
        var sent = new RequestNote("elevenlabs", "model-x", Noon, Noon);
        Ask(segment: 0, async journal =>
        {
            await journal.NoteAsync(sent, default);
            throw new SpeechException("speech-answer-lost", "Try later.", isRetryable: true);
        });
        await Assert.ThrowsAsync<SpeechException>(() => _speaker.SpeakAsync(_take, RegenerateSettings.None, null, default));
        RequestNote? found = null;
        Ask(segment: 0, async journal => found = await journal.FindAsync(default));

        await _speaker.SpeakAsync(_take with { Id = "bbbbbbbbbbbb" }, RegenerateSettings.None, _take.Id, default);

        Assert.Equal(sent with { IsInherited = true }, found);
    }

    [Fact]
    public async Task A_run_that_lost_its_lease_while_it_waited_to_send_uses_the_response_of_the_run_that_took_over()
    {
        await SaveScriptAsync();
        var clock = new ManualTime();
        var plan = new BlobClient(_azurite.ConnectionString, TakeFiles.ContainerName, _take.PlanBlob);
        var theirs = new RequestNote("elevenlabs", "model-x", Noon, Noon);
        var isAllowed = false;
        Ask(segment: 1, async journal =>
        {
            // The other run took the lease, sent the request, got its response, and gave the lease up.
            await plan.SetMetadataAsync(new Dictionary<string, string> { ["speaker"] = "another run" });
            await _files.NoteRequestAsync(_take, 1, theirs, default);
            await _files.SaveRawAsync(_take, 1, Response("the other run", 7), isIndexed: false, default);
            await plan.SetMetadataAsync(new Dictionary<string, string>());
            clock.Advance(TimeSpan.FromSeconds(10));
            await journal.RequireAllowedAsync(default);
            isAllowed = true;
        });

        Assert.Equal(3, await Speaker(_files, clock).SpeakAsync(_take, RegenerateSettings.None, null, default));

        Assert.False(isAllowed);
        Assert.Equal(["First voice.", "Third voice."], _asked);
        Assert.Equal("raw of the other run", Encoding.UTF8.GetString((await _files.ReadRawAsync(_take, 1, default)).Body.Span));
        Assert.Equal(theirs, await _files.FindRequestAsync(_take, 1, default));
    }

    [Fact]
    public async Task A_run_that_lost_its_lease_leaves_the_note_of_the_run_that_took_over_alone()
    {
        await SaveScriptAsync();
        var clock = new ManualTime();
        var plan = new BlobClient(_azurite.ConnectionString, TakeFiles.ContainerName, _take.PlanBlob);
        var theirs = new RequestNote("elevenlabs", "model-x", Noon, Noon);
        var looks = new List<RequestNote?>();
        Ask(segment: 1, async journal =>
        {
            looks.Add(await journal.FindAsync(default));
            if (looks.Count > 1)
                return;
            await plan.SetMetadataAsync(new Dictionary<string, string>());
            await _files.NoteRequestAsync(_take, 1, theirs, default);
            clock.Advance(TimeSpan.FromSeconds(10));
            try
            {
                await journal.NoteAsync(theirs with { SentSince = Noon.AddDays(1) }, default);
            }
            finally
            {
                await journal.NoteAsync(null, default);
            }
        });

        Assert.Equal(3, await Speaker(_files, clock).SpeakAsync(_take, RegenerateSettings.None, null, default));

        // The second check is after the lease was acquired again.
        Assert.Equal([null, theirs], looks);
    }

    [Fact]
    public async Task A_stored_response_is_never_replaced()
    {
        await _files.SaveRawAsync(_take, 0, Response("first", 7), isIndexed: false, default);

        await _files.SaveRawAsync(_take, 0, Response("second", 8), isIndexed: false, default);

        var kept = await _files.ReadRawAsync(_take, 0, default);
        Assert.Equal("raw of first", Encoding.UTF8.GetString(kept.Body.Span));
        Assert.Equal(7, kept.BilledCharacters);
    }

    private TakeSpeaker Speaker(TakeFiles files, TimeProvider? clock = null) =>
        TakeSpeakers.At(_azurite.ConnectionString, files, _speech.Object, SpendingGates.Open(_azurite), clock: clock);

    [Fact]
    public async Task Another_attempt_after_a_failed_take_pays_only_for_segments_without_a_response()
    {
        await SaveScriptAsync();
        _speech.SetupGet(speech => speech.Provider).Returns("elevenlabs");
        _speech.SetupGet(speech => speech.Model).Returns("model-x");
        _speech.SetupSequence(speech => speech.SpeakAsync(
                It.Is<SpeechSegment>(segment => segment.Index == 2), It.IsAny<IRequestJournal>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new SpeechException("quota-exceeded", "Buy more.", isRetryable: false))
            .ReturnsAsync(Response("third, at last", 5));
        await Assert.ThrowsAsync<SpeechException>(() => _speaker.SpeakAsync(_take, RegenerateSettings.None, null, default));
        var retry = _take with { Id = "bbbbbbbbbbbb" };

        await _speaker.SpeakAsync(retry, RegenerateSettings.None, _take.Id, default);

        Assert.Equal(["First voice.", "Second voice."], _asked);
        Assert.Equal("raw of First voice.", Encoding.UTF8.GetString((await _files.ReadRawAsync(retry, 0, default)).Body.Span));
        Assert.Equal("raw of third, at last", Encoding.UTF8.GetString((await _files.ReadRawAsync(retry, 2, default)).Body.Span));
        // The failed take has no record: the take that reuses its responses shows their cost, and the session pays once.
        Assert.Equal(7, (await _files.ReadRawAsync(retry, 0, default)).BilledCharacters);
        Assert.Equal(7 + 7 + 5, await _files.CreditsSpentAsync(_take.SessionId, default));
        Assert.Equal(7 + 7 + 5, await _files.CreditsSpentAsync(_take.SessionId, _take.BeatId, default));
    }

    [Fact]
    public async Task The_cost_of_a_failed_take_is_shown_by_the_first_finished_take_with_its_responses()
    {
        await SaveScriptAsync();
        _speech.SetupGet(speech => speech.Provider).Returns("elevenlabs");
        _speech.SetupGet(speech => speech.Model).Returns("model-x");
        await _speaker.SpeakAsync(_take, RegenerateSettings.None, null, default);
        var (second, third, fourth) = (_take with { Id = "bbbbbbbbbbbb" }, _take with { Id = "cccccccccccc" }, _take with { Id = "dddddddddddd" });

        // The second fails too, and the third reuses its copies.
        await _speaker.SpeakAsync(second, RegenerateSettings.None, _take.Id, default);
        await _speaker.SpeakAsync(third, RegenerateSettings.None, second.Id, default);
        await _files.AddMetadataAsync(third, new TakeMetadata("elevenlabs", "model-x", 21, 1000, [], [], []), default);
        // Another wording of the beat has the same failed take.
        await _speaker.SpeakAsync(fourth, RegenerateSettings.None, _take.Id, default);

        Assert.Equal(3, _asked.Count);
        Assert.Equal([21, 0], [await BilledAsync(third), await BilledAsync(fourth)]);
        Assert.Equal(21, await _files.CreditsSpentAsync(_take.SessionId, default));
    }

    private async Task<int?> BilledAsync(TakeKey take)
    {
        var raws = await Task.WhenAll(Enumerable.Range(0, 3).Select(segment => _files.ReadRawAsync(take, segment, default)));
        return raws.Sum(raw => raw.BilledCharacters);
    }

    [Fact]
    public async Task Other_settings_send_new_requests_whatever_an_earlier_take_contains()
    {
        await SaveScriptAsync();
        _speech.SetupGet(speech => speech.Provider).Returns("elevenlabs");
        _speech.SetupGet(speech => speech.Model).Returns("model-x");
        await _speaker.SpeakAsync(_take, RegenerateSettings.None, null, default);

        await _speaker.SpeakAsync(_take with { Id = "bbbbbbbbbbbb" }, new RegenerateSettings(Stability: 1), _take.Id, default);

        Assert.Equal(6, _asked.Count);
    }

    private static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Runs an action during the next request for a segment, which then gets a response.</summary>
    private void Ask(int segment, Func<IRequestJournal, Task> ask) => _speech
        .Setup(speech => speech.SpeakAsync(
            It.Is<SpeechSegment>(asked => asked.Index == segment), It.IsAny<IRequestJournal>(), It.IsAny<CancellationToken>()))
        .Returns(async (SpeechSegment asked, IRequestJournal journal, CancellationToken _) =>
        {
            await ask(journal);
            return Response($"{asked.Index}", 7);
        });

    private static SpeechSegment Segment(string text) => new(
        0, "every-coon", "voice", new VoiceSettings(0, 0, 0, 1), text, [new SegmentLine(0, 0, text.Length)], [], null, null);

    private static RawSpeech Response(string text, int billed) =>
        new(Encoding.UTF8.GetBytes("raw of " + text), "elevenlabs", "model-x", billed, "request-1");

    private async Task SaveScriptAsync()
    {
        var reading = ScriptReader.Read(Script, new ScriptContext(new HashSet<string> { "every-coon", "boomer", "fed" }));
        await _scripts.SaveParsedAsync(_take.SessionId, reading.Script!, default);
    }
}
