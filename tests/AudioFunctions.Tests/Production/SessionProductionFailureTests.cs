using AudioFunctions.Production;
using AudioFunctions.Sessions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Tests.Production;

public sealed class SessionProductionFailureTests
{
    private const string Own = "AudioFunctions.Steps.StepFailedException";

    [Theory]
    [InlineData(Own, "storage-unavailable: It is: down.", "storage-unavailable", "It is: down.")]
    [InlineData("System.NullReferenceException", "Object: secret", "unexpected-failure", "An unexpected failure stopped the production;")]
    public void Failure_has_the_products_code_and_message_or_points_to_the_log(string type, string message, string code, string sentence)
    {
        var details = new TaskFailureDetails(type, message, null, null, null);

        // As version 1.0.0 stored it. On Azure Storage the engine has no details, but the same text as output.
        foreach (var production in new[] { Failed(details, null), Failed(null, $"{type}: {message}") })
        {
            var error = ProductionFailure.ErrorOf(production);

            Assert.Equal(code, error!.Code);
            Assert.StartsWith(sentence, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Error_in_the_custom_status_counts_before_the_text()
    {
        var failed = new OrchestrationMetadata(ProduceSession.Name, "one")
        {
            RuntimeStatus = OrchestrationRuntimeStatus.Failed,
            SerializedCustomStatus = """{"stage":"failed","error":{"code":"disk-full","message":"It is: full."}}""",
            SerializedOutput = $"{Own}: storage-unavailable: It is down.",
        };

        Assert.Equal(new BeatError("disk-full", "It is: full."), ProductionFailure.ErrorOf(failed));
    }

    [Fact]
    public void Completed_production_has_no_error()
    {
        var done = new OrchestrationMetadata(ProduceSession.Name, "one") { RuntimeStatus = OrchestrationRuntimeStatus.Completed };

        Assert.Null(ProductionFailure.ErrorOf(done));
    }

    [Fact]
    public void Error_of_a_purged_production_says_what_is_kept_and_what_to_do()
    {
        var error = ProductionFailure.ErrorOf(null);

        Assert.Equal("production-purged", error!.Code);
        Assert.Equal(
            "The production can't continue: its history was purged, or it was started by an earlier version of the "
            + "service. The takes that were made are kept: regenerate the beats that have none, or submit the script again.",
            error.Message);
    }

    private static OrchestrationMetadata Failed(TaskFailureDetails? details, string? output) => new(ProduceSession.Name, "one")
    {
        RuntimeStatus = OrchestrationRuntimeStatus.Failed,
        FailureDetails = details,
        SerializedOutput = output,
    };
}
