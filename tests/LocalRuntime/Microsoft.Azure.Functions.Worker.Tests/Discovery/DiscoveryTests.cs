using LocalRuntime.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests.Discovery;

public sealed class DiscoveryTests
{
    [Fact]
    public async Task The_start_names_every_mistake_at_once()
    {
        const string type = "Microsoft.Azure.Functions.Worker.Tests.Discovery.BrokenFunctions";

        var fault = await Assert.ThrowsAsync<StartupException>(() =>
            TestHost.StartAsync(settings: "--LocalRuntime:FunctionAssembly=Microsoft.Azure.Functions.Worker.Tests"));

        const string mark = "mark exactly one parameter with [HttpTrigger], [BlobTrigger], [OrchestrationTrigger] or [ActivityTrigger].";
        const string incomplete =
            "There is an incomplete parameter in the route template. Check that each '{' character has a matching '}' character.";
        string[] expected =
        [
            "Function 'BadConstraint' has the route 'api/b/{id:nonsense}', which is not a route template: The constraint reference 'nonsense' could not be resolved to a type. Register the constraint type with 'Microsoft.AspNetCore.Routing.RouteOptions.ConstraintMap'.",
            "Function 'NoTrigger' has 0 triggers; " + mark,
            "Function 'TwoTriggers' has 2 triggers; " + mark,
            "Function name 'bad name' must be 1 to 128 letters, digits, '_' or '-', start with a letter and not be 'host'.",
            $"Function 'NotPublic' ({type}.NotPublic) must be a public method of a public class.",
            $"Function 'OfAbstractClass' ({type}.OfAbstractClass) must not be generic, and its class not abstract.",
            "Function 'BadRoute' has the route 'api/a/{b', which is not a route template: " + incomplete,
            "Function 'Unfillable': nothing can fill the parameter 'a' of type String.",
            "Function 'Unfillable': nothing can fill the parameter 'b' of type Uri.",
            "Function 'WrongTriggerType': nothing can fill the parameter 'request' of type String.",
            "Function 'WrongClientType': nothing can fill the parameter 'client' of type String.",
            "Function 'ForeignHub': the local runtime serves the hub of host.json only, not 'Elsewhere'.",
            "Function 'WrongReturn' returns Task`1; return IResult or IActionResult, or a task of one.",
            "Function 'OnBlob': nothing can fill the parameter 'content' of type String.",
            "Function 'OnNoBlob' has the blob path '{container}/name'; use a container's name, a slash and a pattern, as in 'drop/{name}.txt'.",
            "Function 'OnNoBlob': the local runtime knows the connection AzureWebJobsStorage only, not 'Elsewhere'.",
            "Function 'OnTime': TimerTriggerAttribute is not yet supported by the local runtime.",
            "Function 'WrongOrchestration': nothing can fill the parameter 'context' of type String.",
            $"Function name 'Shared' is used by {type}.OneActivity and {type}.OtherActivity.",
            $"Function name 'Twin' is used by {type}.FirstTwin and {type}.SecondTwin.",
            "Functions 'Twin' and 'twin' have the same route 'api/twins/{a}' and method.",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), fault.Message.Split(Environment.NewLine).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("runtime")]
    public async Task The_host_keeps_its_own_routes(string prefix)
    {
        var fault = await Assert.ThrowsAsync<StartupException>(() =>
            TestHost.StartAsync(settings: $"--AzureFunctionsJobHost:extensions:http:routePrefix={prefix}"));

        Assert.Contains(
            $"Function 'AnyMethod' has the route '{prefix}/any'; the host keeps 'admin/' and 'runtime/' for itself.", fault.Message, StringComparison.Ordinal);
    }
}
