using System.Text;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Storage is real; the speech service is a mock, because the tests check which requests it gets and when.</summary>
[Collection(StorageTests.Name)]
public sealed class TakeSpeakerTests(AzuriteFixture azurite) : IDisposable
{
    private readonly MockedSpeech _lab = new(azurite);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Every_segment_is_requested_once_and_stored_unchanged_with_its_cost()
    {
        await _lab.SaveScriptAsync();

        Assert.Equal(3, await _lab.Speaker.SpeakAsync(_lab.Take, RegenerateSettings.None, null, default));

        Assert.Equal(["First voice.", "Second voice.", "Third voice."], _lab.Sent);
        var raw = await _lab.Files.ReadRawAsync(_lab.Take, 1, default);
        Assert.Equal("raw of Second voice.", Encoding.UTF8.GetString(raw.Body.Span));
        Assert.Equal(("elevenlabs", "model-x", 7, "request-1"), (raw.Provider, raw.Model, raw.BilledCharacters, raw.RequestId));
        var plan = await _lab.Files.ReadPlanAsync(_lab.Take, default);
        Assert.Equal("Dry", plan.Direction);
        Assert.Equal(["Can't read it."], plan.Warnings);
    }

    [Fact]
    public async Task A_second_run_sends_no_request()
    {
        await _lab.SaveScriptAsync();
        await _lab.Speaker.SpeakAsync(_lab.Take, RegenerateSettings.None, null, default);

        await _lab.Speaker.SpeakAsync(_lab.Take, RegenerateSettings.None, null, default);

        Assert.Equal(3, _lab.Sent.Count);
    }

    [Fact]
    public async Task A_run_after_an_interrupted_one_speaks_the_missing_segments_and_knows_what_was_sent()
    {
        await _lab.SaveScriptAsync();
        var sent = new RequestNote("elevenlabs", "model-x", MockedSpeech.Noon, MockedSpeech.Noon.AddSeconds(9), ClockOffsetMs: -1500);
        _lab.Ask(segment: 1, async journal =>
        {
            await journal.NoteAsync(sent, default);
            throw new OperationCanceledException();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _lab.Speaker.SpeakAsync(_lab.Take, RegenerateSettings.None, null, default));
        var found = new List<RequestNote?>();
        foreach (var segment in (int[])[1, 2])
            _lab.Ask(segment, async journal => found.Add(await journal.FindAsync(default)));

        await _lab.Speaker.SpeakAsync(_lab.Take, RegenerateSettings.None, null, default);

        Assert.Equal([sent, null], found);
        Assert.Equal(["First voice."], _lab.Sent);
        Assert.Equal("raw of 2", Encoding.UTF8.GetString((await _lab.Files.ReadRawAsync(_lab.Take, 2, default)).Body.Span));
    }

    [Fact]
    public async Task A_second_run_uses_the_plan_of_the_first()
    {
        await _lab.SaveScriptAsync();
        await _lab.Files.TryAddPlanAsync(_lab.Take, new TakePlan(PauseMode.Exact, null, [Segment("As planned.")], DateTimeOffset.UnixEpoch), default);

        await _lab.Speaker.SpeakAsync(_lab.Take, new RegenerateSettings(Stability: 1), null, default);

        Assert.Equal(["As planned."], _lab.Sent);
    }

    [Fact]
    public async Task A_run_that_finds_the_plan_of_another_run_knows_what_that_one_sent()
    {
        await _lab.SaveScriptAsync();
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var theirs = new TakePlan(PauseMode.Exact, null, [Segment("As planned.")], DateTimeOffset.UnixEpoch);
        var sent = new RequestNote("elevenlabs", "model-x", MockedSpeech.Noon, MockedSpeech.Noon);
        await _lab.Files.NoteRequestAsync(_lab.Take, 0, sent, default);
        proxy.Before = call => call.IsBlobWrite(".plan.json") ? _lab.Files.TryAddPlanAsync(_lab.Take, theirs, default) : Task.CompletedTask;
        RequestNote? found = null;
        _lab.Ask(segment: 0, async journal => found = await journal.FindAsync(default));

        await _lab.SpeakerOf(new TakeFiles(new BlobServiceClient(proxy.ConnectionString))).SpeakAsync(_lab.Take, RegenerateSettings.None, null, default);

        Assert.Equal(sent, found);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_note_that_cannot_be_removed_changes_nothing_of_the_outcome(bool hasFailed)
    {
        await _lab.SaveScriptAsync();
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        proxy.Before = call => call.Method == "DELETE" ? Task.FromException(new IOException("The storage is out of order.")) : Task.CompletedTask;
        _lab.Ask(segment: 0, journal => journal.NoteAsync(new RequestNote("elevenlabs", "model-x", MockedSpeech.Noon, MockedSpeech.Noon), default));
        if (hasFailed)
            _lab.Ask(segment: 1, _ => throw new SpeechException("quota-exceeded", "Buy more.", isRetryable: false));
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };

        var speaking = _lab.SpeakerOf(new TakeFiles(new BlobServiceClient(proxy.ConnectionString, options))).SpeakAsync(_lab.Take, RegenerateSettings.None, null, default);

        if (hasFailed)
            Assert.Equal("quota-exceeded", (await Assert.ThrowsAsync<SpeechException>(() => speaking)).Code);
        else
            Assert.Equal(3, await speaking);
        Assert.NotNull(await _lab.Files.FindRequestAsync(_lab.Take, 0, default));
    }

    [Fact]
    public async Task A_run_that_lost_its_lease_while_it_waited_to_send_uses_the_response_of_the_run_that_took_over()
    {
        await _lab.SaveScriptAsync();
        var clock = new ManualTime();
        var plan = new BlobClient(azurite.ConnectionString, TakeFiles.ContainerName, _lab.Take.PlanBlob);
        var theirs = new RequestNote("elevenlabs", "model-x", MockedSpeech.Noon, MockedSpeech.Noon);
        var isAllowed = false;
        _lab.Ask(segment: 1, async journal =>
        {
            // The other run took the lease, sent the request, got its response, and gave the lease up.
            await plan.SetMetadataAsync(new Dictionary<string, string> { ["speaker"] = "another run" });
            await _lab.Files.NoteRequestAsync(_lab.Take, 1, theirs, default);
            await _lab.Files.SaveRawAsync(_lab.Take, 1, MockedSpeech.Response("the other run", 7), isIndexed: false, default);
            await plan.SetMetadataAsync(new Dictionary<string, string>());
            clock.Advance(TimeSpan.FromSeconds(10));
            await journal.RequireAllowedAsync(default);
            isAllowed = true;
        });

        Assert.Equal(3, await _lab.SpeakerOf(_lab.Files, clock).SpeakAsync(_lab.Take, RegenerateSettings.None, null, default));

        Assert.False(isAllowed);
        Assert.Equal(["First voice.", "Third voice."], _lab.Sent);
        Assert.Equal("raw of the other run", Encoding.UTF8.GetString((await _lab.Files.ReadRawAsync(_lab.Take, 1, default)).Body.Span));
        Assert.Equal(theirs, await _lab.Files.FindRequestAsync(_lab.Take, 1, default));
    }

    [Fact]
    public async Task A_run_that_lost_its_lease_leaves_the_note_of_the_run_that_took_over_alone()
    {
        await _lab.SaveScriptAsync();
        var clock = new ManualTime();
        var plan = new BlobClient(azurite.ConnectionString, TakeFiles.ContainerName, _lab.Take.PlanBlob);
        var theirs = new RequestNote("elevenlabs", "model-x", MockedSpeech.Noon, MockedSpeech.Noon);
        var looks = new List<RequestNote?>();
        _lab.Ask(segment: 1, async journal =>
        {
            looks.Add(await journal.FindAsync(default));
            if (looks.Count > 1)
                return;
            await plan.SetMetadataAsync(new Dictionary<string, string>());
            await _lab.Files.NoteRequestAsync(_lab.Take, 1, theirs, default);
            clock.Advance(TimeSpan.FromSeconds(10));
            try
            {
                await journal.NoteAsync(theirs with { SentSince = MockedSpeech.Noon.AddDays(1) }, default);
            }
            finally
            {
                await journal.NoteAsync(null, default);
            }
        });

        Assert.Equal(3, await _lab.SpeakerOf(_lab.Files, clock).SpeakAsync(_lab.Take, RegenerateSettings.None, null, default));

        // The second check is after the lease was acquired again.
        Assert.Equal([null, theirs], looks);
    }

    [Fact]
    public async Task A_stored_response_is_never_replaced()
    {
        await _lab.Files.SaveRawAsync(_lab.Take, 0, MockedSpeech.Response("first", 7), isIndexed: false, default);

        await _lab.Files.SaveRawAsync(_lab.Take, 0, MockedSpeech.Response("second", 8), isIndexed: false, default);

        var kept = await _lab.Files.ReadRawAsync(_lab.Take, 0, default);
        Assert.Equal("raw of first", Encoding.UTF8.GetString(kept.Body.Span));
        Assert.Equal(7, kept.BilledCharacters);
    }

    private static SpeechSegment Segment(string text) => new(
        0, "every-coon", "voice", new VoiceSettings(0, 0, 0, 1), text, [new SegmentLine(0, 0, text.Length)], [], null, null);
}
