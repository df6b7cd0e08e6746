namespace AudioFunctions.Tests.Contract;

/// <summary>The document is true: a tour of a real app causes every documented response, and each is compared with the document.</summary>
public sealed class ContractTests
{
    [Fact]
    public async Task Every_response_is_documented_and_every_documented_response_occurs()
    {
        await using var tour = await ContractTour.StartAsync();
        await ServiceCalls.RunAsync(tour);
        await ScriptCalls.RunAsync(tour);
        await VoiceCalls.RunAsync(tour);
        await PronunciationCalls.RunAsync(tour);
        var id = await SessionCalls.StartAsync(tour);
        await BeatCalls.RunAsync(tour, id);
        await FileCalls.RunAsync(tour, id);
        await SessionCalls.RunAsync(tour, id);
        await ScriptChangeCalls.RunAsync(tour);
        await FailureCalls.WithoutKeyAsync(tour);
        await FailureCalls.WithoutStorageAsync(tour);

        string[] wrong = [.. tour.Surprises, .. tour.Witness.Deviations, .. ContractCoverage.Gaps(ContractDocument.Embedded, tour.Witness.Seen)];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }
}
