using System.Text.Json.Nodes;
using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Which responses of failed takes another take uses, checked by the bills.</summary>
[Collection(StorageTests.Name)]
public sealed class FailedTakesTests(AzuriteFixture azurite) : IAsyncLifetime, IDisposable
{
    private const string Script = """
        [META]
        video_title: t
        project: p
        [BEAT: 01_talk]
        name: Talk
        ---
        Me first.
        [CHARACTER: boomer]
        Me second.
        [END_BEAT]
        """;

    private static readonly RegenerateSettings Steady = new(Stability: 1);

    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly TakeLab _takes = new(azurite, Script);
    private readonly SessionStore _sessions = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);

    public async Task InitializeAsync()
    {
        var script = await _takes.SaveScriptAsync(_id);
        await _sessions.CreateAsync(NewSession.Of(_id, script), default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _takes.Dispose();

    [Fact]
    public async Task Responses_wait_for_the_take_that_requests_the_same_and_are_used_once()
    {
        await using var lab = await SpeechLab.StartAsync();
        await FailAsync(lab, "aaaaaaaaaaaa", RegenerateSettings.None, failed: null);
        await FailAsync(lab, "bbbbbbbbbbbb", Steady, failed: "aaaaaaaaaaaa");
        Assert.Equal(["Me first.", "Me first."], Bills(lab));

        await SpeakAsync(lab, "cccccccccccc", Steady, failed: "bbbbbbbbbbbb");
        Assert.Equal(["Me first.", "Me first.", "Me second."], Bills(lab));

        await SpeakAsync(lab, "dddddddddddd", RegenerateSettings.None, failed: "bbbbbbbbbbbb", seedOffset: 1);
        Assert.Equal(["Me first.", "Me first.", "Me second.", "Me second."], Bills(lab));

        await SpeakAsync(lab, "eeeeeeeeeeee", RegenerateSettings.None, failed: "bbbbbbbbbbbb");
        Assert.Equal(["Me first.", "Me second."], Bills(lab).Skip(4));
    }

    [Fact]
    public async Task With_a_fixed_seed_responses_wait_for_the_take_with_the_same_seed()
    {
        await using var lab = await SpeechLab.StartAsync(null, null, ("ElevenLabs:Seed", "7"));
        await FailAsync(lab, "aaaaaaaaaaaa", RegenerateSettings.None, failed: null, seedOffset: 1);

        await SpeakAsync(lab, "bbbbbbbbbbbb", RegenerateSettings.None, failed: "aaaaaaaaaaaa", seedOffset: 2);
        await SpeakAsync(lab, "cccccccccccc", RegenerateSettings.None, failed: "aaaaaaaaaaaa", seedOffset: 1);

        // Refused: the second.
        Assert.Equal(
            [("Me first.", 8), ("Me second.", 8), ("Me first.", 9), ("Me second.", 9), ("Me second.", 8)],
            lab.StandIn.Requests.Select(request => (request.Text, JsonNode.Parse(request.Body)!["seed"]!.GetValue<int>())));
    }

    private static IEnumerable<string> Bills(SpeechLab lab) => lab.StandIn.Bills.Select(bill => bill.Text);

    private async Task FailAsync(SpeechLab lab, string takeId, RegenerateSettings settings, string? failed, int? seedOffset = null)
    {
        lab.StandIn.Faults.When("Me second.", SpeechFault.QuotaExceeded, times: 1);
        await Assert.ThrowsAsync<SpeechException>(() => RunAsync(lab, takeId, settings, failed, seedOffset));
    }

    private async Task SpeakAsync(SpeechLab lab, string takeId, RegenerateSettings settings, string? failed, int? seedOffset = null)
    {
        await RunAsync(lab, takeId, settings, failed, seedOffset);
        var record = new TakeRecord(takeId, "01_talk", "path", 1000, "elevenlabs", "model", 0, null, [], [], [], DateTimeOffset.UnixEpoch);
        await _sessions.AddTakeAsync(_id, record, default);
    }

    private Task<int> RunAsync(SpeechLab lab, string takeId, RegenerateSettings settings, string? failed, int? seedOffset) => _takes.Speaker(lab.Speech)
        .SpeakAsync(new TakeKey(_id, "01_talk", takeId), settings, failed, seedOffset, rulesOf: null, retake: null, default);
}
