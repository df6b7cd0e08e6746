namespace AudioFunctions.Tests.Contract;

/// <summary>The document is true: a real app is asked everything the document says, and each answer is held against it.</summary>
public sealed class ContractTests
{
    [Fact]
    public async Task Every_operation_answers_as_documented_and_everything_documented_is_answered()
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
