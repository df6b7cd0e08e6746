using System.Text.Json.Nodes;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Retakes of one line, checked by the bills. Runs that die mostly wait, so they have their own storage.</summary>
public sealed class LineRetakeSpeakerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private const string Script = """
        [META]
        video_title: t
        project: p
        [BEAT: 01_talk]
        name: Talk
        ---
        Me first.
        Me second.
        Me third.
        [END_BEAT]
        """;

    private readonly TakeKey _whole = TakeLab.NewKey();
    private readonly TakeLab _takes = new(azurite, Script);

    private BlobServiceClient Blobs => _takes.Blobs;

    private TakeFiles Files => _takes.Files;

    public void Dispose() => _takes.Dispose();

    [Fact]
    public async Task Only_the_line_is_sent_with_its_neighbouring_text()
    {
        await using var lab = await TakeLab.StartAsync();
        await SpeakWholeAsync(lab);

        Assert.Equal(3, await RetakeAsync("bbbbbbbbbbbb", lab.Speech));

        Assert.Equal(["Me first. Me second. Me third.", "Me second."], lab.StandIn.Bills.Select(bill => bill.Text));
        var take = _whole with { Id = "bbbbbbbbbbbb" };
        var whole = await Files.ReadRawAsync(_whole, 0, default);
        foreach (var segment in (int[])[0, 2])
        {
            var copy = await Files.ReadRawAsync(take, segment, default);
            Assert.Equal((whole.RequestId, 0), (copy.RequestId, copy.BilledCharacters));
            Assert.True(whole.Body.Span.SequenceEqual(copy.Body.Span));
        }

        Assert.Equal(lab.StandIn.Bills[^1].Cost, (await Files.ReadRawAsync(take, 1, default)).BilledCharacters);
        var plan = await Files.ReadPlanAsync(take, default);
        Assert.Equal(("Me first.", "Me third."), (plan.Segments[1].PreviousText, plan.Segments[1].NextText));
        Assert.Equal(new TakeLine(_whole.Id, 1), plan.RetakeOf);
        Assert.Empty(lab.StandIn.Violations);
    }

    [Fact]
    public async Task The_retake_can_be_assembled_and_its_other_lines_are_those_of_the_take()
    {
        await using var lab = await TakeLab.StartAsync();
        await SpeakWholeAsync(lab);
        await RetakeAsync("bbbbbbbbbbbb", lab.Speech);

        var source = await TakeSource.FindAsync(Files, _whole with { Id = "bbbbbbbbbbbb" }, default);

        Assert.Equal(["Me first.", "Me second.", "Me third."], source!.Segments.Select(spoken => spoken.Segment.Text));
        var recorded = source.Segments[0].Segment.Recorded;
        Assert.Equal(recorded.Text.Length, source.Segments[0].Spoken.Alignment!.StartSeconds.Count);
        Assert.True(source.Segments[0].Spoken.Audio.Span.SequenceEqual(source.Segments[2].Spoken.Audio.Span));
    }

    [Fact]
    public async Task Responses_of_a_failed_retake_are_reused_for_the_same_line_only()
    {
        await using var lab = await TakeLab.StartAsync();
        await SpeakWholeAsync(lab);
        // Spoken and stored, then not finished.
        await RetakeAsync("bbbbbbbbbbbb", lab.Speech);

        await RetakeAsync("cccccccccccc", lab.Speech, failedTakeId: "bbbbbbbbbbbb");

        Assert.Equal(2, lab.StandIn.Bills.Count);
        var (failed, next) = (_whole with { Id = "bbbbbbbbbbbb" }, _whole with { Id = "cccccccccccc" });
        Assert.Equal((await Files.ReadRawAsync(failed, 1, default)).RequestId, (await Files.ReadRawAsync(next, 1, default)).RequestId);

        // The failed take has the first line too, but as a part of the whole recording.
        await RetakeAsync("dddddddddddd", lab.Speech, failedTakeId: "cccccccccccc", line: 0);

        Assert.Equal("Me first.", lab.StandIn.Bills[^1].Text);
        Assert.Equal(3, lab.StandIn.Bills.Count);
    }

    /// <summary>The copies sound like the take that they are from, and that is another one than this.</summary>
    [Fact]
    public async Task A_failed_retake_lends_only_the_line_that_it_asked_for()
    {
        using var takes = new TakeLab(azurite, Script.Replace("Me second.", "[CHARACTER: boomer] Me second.", StringComparison.Ordinal));
        await using var lab = await TakeLab.StartAsync();
        var whole = await takes.NewTakeAsync();
        await takes.SpeakAsync(whole, lab.Speech);
        var failed = whole with { Id = "bbbbbbbbbbbb" };
        await takes.Speaker(lab.Speech).SpeakAsync(
            failed, RegenerateSettings.None, reuseTakeId: null, seedOffset: null, rulesOf: null, new TakeLine(whole.Id, 1), instanceId: null, default);

        await takes.SpeakAsync(whole with { Id = "cccccccccccc" }, lab.Speech, failedTakeId: failed.Id);

        Assert.Equal(2, lab.StandIn.Bills.Count(bill => bill.Text == "Me first."));
    }

    [Fact]
    public async Task Retakes_of_one_line_add_to_a_fixed_seed_and_leave_the_stored_segments_alone()
    {
        await using var lab = await SpeechLab.StartAsync(null, null, ("ElevenLabs:Seed", "7"));
        await SpeakWholeAsync(lab);

        await RetakeAsync("bbbbbbbbbbbb", lab.Speech);
        await RetakeAsync("cccccccccccc", lab.Speech, seedOffset: 1);
        await RetakeAsync("dddddddddddd", lab.Speech, seedOffset: 2);

        Assert.Equal([7, 7, 8, 9], lab.StandIn.Requests.Select(request => JsonNode.Parse(request.Body)!["seed"]!.GetValue<int>()));
        var plan = await Files.ReadPlanAsync(_whole with { Id = "dddddddddddd" }, default);
        Assert.Equal([null, 2, null], plan.Segments.Select(segment => segment.SeedOffset));
    }

    [Fact]
    public async Task Existing_copies_are_kept_even_if_their_source_was_deleted()
    {
        await using var lab = await TakeLab.StartAsync();
        await SpeakWholeAsync(lab);
        await RetakeAsync("bbbbbbbbbbbb", lab.Speech);
        var take = _whole with { Id = "bbbbbbbbbbbb" };
        var copy = Blobs.GetBlobContainerClient(TakeFiles.ContainerName).GetBlobClient(take.RawBlob(0));
        var version = (await copy.GetPropertiesAsync()).Value.ETag;

        Assert.True(await Files.TryCopyRawAsync(_whole, 0, take, 0, default));
        Assert.Equal(version, (await copy.GetPropertiesAsync()).Value.ETag);
        // A run that died before the line was spoken continues without the source.
        var container = Blobs.GetBlobContainerClient(TakeFiles.ContainerName);
        await container.DeleteBlobAsync(_whole.RawBlob(0));
        await container.DeleteBlobAsync(take.RawBlob(1));
        Assert.Equal(3, await RetakeAsync("bbbbbbbbbbbb", lab.Speech));
        Assert.Equal(version, (await copy.GetPropertiesAsync()).Value.ETag);
    }

    [Fact]
    public async Task A_second_run_sends_nothing()
    {
        await using var lab = await TakeLab.StartAsync();
        await SpeakWholeAsync(lab);
        await RetakeAsync("bbbbbbbbbbbb", lab.Speech);

        Assert.Equal(3, await RetakeAsync("bbbbbbbbbbbb", lab.Speech));

        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task Speech_that_is_no_longer_stored_is_reported_and_nothing_is_billed()
    {
        await using var lab = await TakeLab.StartAsync();
        await SpeakWholeAsync(lab);
        var container = Blobs.GetBlobContainerClient(TakeFiles.ContainerName);
        await container.DeleteBlobAsync(_whole.RawBlob(0));

        var failure = await Assert.ThrowsAsync<SpeechException>(() => RetakeAsync("bbbbbbbbbbbb", lab.Speech));

        Assert.Equal(SpeechCodes.StoredSpeechGone, failure.Code);
        Assert.Single(lab.StandIn.Bills);
        Assert.False(await Files.HasSpeechAsync(_whole, 1, default));
    }

    [Fact]
    public async Task Wherever_a_run_dies_the_line_is_billed_once()
    {
        await using var lab = await TakeLab.StartAsync();
        await SpeakWholeAsync(lab);
        var whole = new KillSwitch();
        await RetakeAsync("bbbbbbbbbbbb", lab.Speech, whole.Client(azurite.ConnectionString));
        var kills = Enumerable.Range(1, whole.Calls).SelectMany(at => (KillSwitch[])[new() { At = at }, new() { At = at, AfterEffect = true }]).ToList();

        // All concurrently and with the same words: each could claim another's response.
        await Task.WhenAll(kills.Select((kill, i) => DieAndGoOnAsync($"{i:x12}", kill, lab)));

        Assert.InRange(whole.Calls, 8, 40);
        Assert.Equal(kills.Count + 1, lab.StandIn.Bills.Count(bill => bill.Text == "Me second."));
        Assert.Equal(kills.Count + 2, lab.StandIn.Bills.Count);
        var responses = await Task.WhenAll(kills.Select(async (_, i) => (await Files.ReadRawAsync(_whole with { Id = $"{i:x12}" }, 1, default)).RequestId));
        Assert.Equal(kills.Count, responses.Distinct().Count());
    }

    private async Task DieAndGoOnAsync(string id, KillSwitch kill, SpeechLab lab)
    {
        // A separate process: its memory dies with it.
        var dying = RetakeAsync(id, lab.AnotherProcess(lostAnswerSeconds: 10), kill.Client(azurite.ConnectionString));
        await Task.WhenAny(dying, kill.Died);
        Assert.Equal(3, await RetakeAsync(id, lab.AnotherProcess(lostAnswerSeconds: 10)));
    }

    private async Task SpeakWholeAsync(SpeechLab lab)
    {
        await _takes.SaveScriptAsync(_whole.SessionId);
        Assert.Equal(1, await _takes.SpeakAsync(_whole, lab.Speech));
    }

    private Task<int> RetakeAsync(string id, ISpeechService speech, BlobServiceClient? blobs = null, string? failedTakeId = null, int line = 1, int? seedOffset = null) =>
        _takes.Speaker(speech, blobs).SpeakAsync(
            _whole with { Id = id }, RegenerateSettings.None, failedTakeId, seedOffset, rulesOf: null, new TakeLine(_whole.Id, line), instanceId: null, default);
}
