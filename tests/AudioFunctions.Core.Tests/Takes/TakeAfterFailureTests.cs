using System.Text;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Moq;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>What the next take of a beat takes over from a failed one.</summary>
[Collection(StorageTests.Name)]
public sealed class TakeAfterFailureTests(AzuriteFixture azurite) : IDisposable
{
    private readonly MockedSpeech _lab = new(azurite);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task The_next_attempt_knows_the_open_request_of_a_failed_take()
    {
        await _lab.SaveScriptAsync();
        var sent = new RequestNote("elevenlabs", "model-x", MockedSpeech.Noon, MockedSpeech.Noon);
        _lab.Ask(segment: 0, async journal =>
        {
            await journal.NoteAsync(sent, default);
            throw new SpeechException("speech-answer-lost", "Try later.", isRetryable: true);
        });
        await Assert.ThrowsAsync<SpeechException>(() => _lab.Speaker.SpeakAsync(_lab.Take, RegenerateSettings.None, null, default));
        RequestNote? found = null;
        _lab.Ask(segment: 0, async journal => found = await journal.FindAsync(default));

        await _lab.Speaker.SpeakAsync(_lab.Take with { Id = "bbbbbbbbbbbb" }, RegenerateSettings.None, _lab.Take.Id, default);

        Assert.Equal(sent with { IsInherited = true }, found);
    }

    [Fact]
    public async Task Another_attempt_after_a_failed_take_pays_only_for_segments_without_a_response()
    {
        await _lab.SaveScriptAsync();
        _lab.Speech.SetupSequence(speech => speech.SpeakAsync(
                It.Is<SpeechSegment>(segment => segment.Index == 2), It.IsAny<IRequestJournal>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new SpeechException("quota-exceeded", "Buy more.", isRetryable: false))
            .ReturnsAsync(MockedSpeech.Response("third, at last", 5));
        await Assert.ThrowsAsync<SpeechException>(() => _lab.Speaker.SpeakAsync(_lab.Take, RegenerateSettings.None, null, default));
        var retry = _lab.Take with { Id = "bbbbbbbbbbbb" };

        await _lab.Speaker.SpeakAsync(retry, RegenerateSettings.None, _lab.Take.Id, default);

        Assert.Equal(["First voice.", "Second voice."], _lab.Sent);
        Assert.Equal("raw of First voice.", Encoding.UTF8.GetString((await _lab.Files.ReadRawAsync(retry, 0, default)).Body.Span));
        Assert.Equal("raw of third, at last", Encoding.UTF8.GetString((await _lab.Files.ReadRawAsync(retry, 2, default)).Body.Span));
        // The failed take has no record: the take that reuses its responses shows their cost, and the session pays once.
        Assert.Equal(7, (await _lab.Files.ReadRawAsync(retry, 0, default)).BilledCharacters);
        Assert.Equal(7 + 7 + 5, await _lab.Files.CreditsSpentAsync(_lab.Take.SessionId, default));
        Assert.Equal(7 + 7 + 5, await _lab.Files.CreditsSpentAsync(_lab.Take.SessionId, _lab.Take.BeatId, default));
    }

    [Fact]
    public async Task The_cost_of_a_failed_take_is_shown_by_the_first_finished_take_with_its_responses()
    {
        await _lab.SaveScriptAsync();
        await _lab.Speaker.SpeakAsync(_lab.Take, RegenerateSettings.None, null, default);
        var (second, third, fourth) = (_lab.Take with { Id = "bbbbbbbbbbbb" }, _lab.Take with { Id = "cccccccccccc" }, _lab.Take with { Id = "dddddddddddd" });

        // The second fails too, and the third reuses its copies.
        await _lab.Speaker.SpeakAsync(second, RegenerateSettings.None, _lab.Take.Id, default);
        await _lab.Speaker.SpeakAsync(third, RegenerateSettings.None, second.Id, default);
        await _lab.Files.AddMetadataAsync(third, new TakeMetadata("elevenlabs", "model-x", 21, 1000, [], [], []), default);
        // Another wording of the beat has the same failed take.
        await _lab.Speaker.SpeakAsync(fourth, RegenerateSettings.None, _lab.Take.Id, default);

        Assert.Equal(3, _lab.Sent.Count);
        Assert.Equal([21, 0], [await BilledAsync(third), await BilledAsync(fourth)]);
        Assert.Equal(21, await _lab.Files.CreditsSpentAsync(_lab.Take.SessionId, default));
    }

    [Fact]
    public async Task Other_settings_send_new_requests_whatever_an_earlier_take_contains()
    {
        await _lab.SaveScriptAsync();
        await _lab.Speaker.SpeakAsync(_lab.Take, RegenerateSettings.None, null, default);

        await _lab.Speaker.SpeakAsync(_lab.Take with { Id = "bbbbbbbbbbbb" }, new RegenerateSettings(Stability: 1), _lab.Take.Id, default);

        Assert.Equal(6, _lab.Sent.Count);
    }

    private async Task<int?> BilledAsync(TakeKey take)
    {
        var raws = await Task.WhenAll(Enumerable.Range(0, 3).Select(segment => _lab.Files.ReadRawAsync(take, segment, default)));
        return raws.Sum(raw => raw.BilledCharacters);
    }
}
