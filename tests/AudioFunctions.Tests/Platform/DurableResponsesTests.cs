using AudioFunctions.Platform;
using AudioFunctions.Production;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Tests.Platform;

/// <summary>Responses of official engines that the local one doesn't give.</summary>
public sealed class DurableResponsesTests
{
    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Terminated, "\"enough\"", "enough")]
    [InlineData(OrchestrationRuntimeStatus.Terminated, "enough of this", "enough of this")]
    [InlineData(OrchestrationRuntimeStatus.Terminated, "", "")]
    [InlineData(OrchestrationRuntimeStatus.Failed, "Some.Exception: Task 'ParseScript' (#1) failed", "Some.Exception: Task 'ParseScript' (#1) failed")]
    public void Status_shows_why_an_instance_ended_whether_stored_as_json_or_text(
        OrchestrationRuntimeStatus ended, string stored, string shown)
    {
        var instance = new OrchestrationMetadata(ProduceSession.Name, "one") { RuntimeStatus = ended, SerializedOutput = stored };

        var answer = DurableResponses.Status(new DefaultHttpContext().Request, instance);

        var status = Assert.IsType<JsonHttpResult<InstanceStatus>>(answer);
        Assert.Equal(StatusCodes.Status200OK, status.StatusCode);
        Assert.Equal(shown, status.Value!.Output!.GetValue<string>());
    }
}
