using AudioFunctions.Pronunciations;
using AudioFunctions.Sessions;
using AudioFunctions.Speech.Offline;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>The service that speaks now is the offline voice; the takes may be of another.</summary>
public sealed class StaleTakesTests
{
    private static readonly Pronouncer Rules = new(
        new ProjectPronunciations([new PronunciationRule("bayou", "by you", "ˈbaɪuː")], new Dictionary<string, IReadOnlyList<PronunciationRule>>()));

    private readonly StaleTakes _takes = new(
        new PronunciationStore(new TableServiceClient("UseDevelopmentStorage=true")),
        new OfflineSpeech(
            new EspeakProcess("espeak-ng", TimeSpan.FromSeconds(60), TimeProvider.System), null, NullLogger<OfflineSpeech>.Instance));

    [Theory]
    [InlineData("elevenlabs", "eleven_v4", true)]
    [InlineData("elevenlabs", "eleven_v4_turbo", true)]
    [InlineData("elevenlabs", "eleven_turbo_v2_5", false)]
    [InlineData("offline", "espeak-ng", false)]
    public void A_take_is_judged_by_the_service_and_model_that_made_it(string provider, string model, bool takesIpa)
    {
        Assert.False(_takes.IsStale(Take(provider, model, takesIpa), Rules));
        Assert.True(_takes.IsStale(Take(provider, model, !takesIpa), Rules));
        Assert.True(_takes.IsStale(Take(provider, model, takesIpa), Pronouncer.None));
    }

    [Fact]
    public void A_segment_is_judged_by_its_own_model()
    {
        var take = Take("elevenlabs", "eleven_v4", takesIpa: true);

        Assert.False(_takes.IsStale(take with { Model = "eleven_v3", Segments = [take.Segments[0] with { Model = "eleven_v4" }] }, Rules));
        Assert.True(_takes.IsStale(take with { Segments = [take.Segments[0] with { Model = "eleven_v3" }] }, Rules));
    }

    /// <summary>As it was made with the rules.</summary>
    private static TakeRecord Take(string provider, string model, bool takesIpa)
    {
        const string Text = "Down the bayou.";
        var settings = new VoiceSettings(0.5, 0.5, 0.5, 1);
        return new TakeRecord(
            "0123456789ab", "01_a", "path.mp3", 1000, provider, model, null, null, [new SegmentRecord("fed", "voice", settings, Text)], [], [],
            DateTimeOffset.UnixEpoch)
        {
            Pronounced = [new PronouncedSegment([], Rules.Pronounce(Text, "fed", [], takesIpa).Edits)],
        };
    }
}
