using System.Text.Json.Nodes;
using AudioFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AudioFunctions.Tests.Http;

public sealed class DurableAnswersTests
{
    [Theory]
    [InlineData("\"enough\"", "\"enough\"")]
    [InlineData("enough", "\"enough\"")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("", "\"\"")]
    public async Task An_output_is_embedded_and_a_reason_that_is_no_json_becomes_a_string(string output, string shown)
    {
        var ended = new OrchestrationMetadata("ProduceSession", "id")
        {
            RuntimeStatus = OrchestrationRuntimeStatus.Terminated,
            SerializedOutput = output,
        };

        var body = await BodyOfAsync(context => DurableAnswers.Status(context.Request, ended));

        Assert.Equal(shown, body["output"]!.ToJsonString());
    }

    private static async Task<JsonNode> BodyOfAsync(Func<HttpContext, IResult> answer)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Response.Body = body;
        await answer(context).ExecuteAsync(context);
        return JsonNode.Parse(body.ToArray())!;
    }
}
