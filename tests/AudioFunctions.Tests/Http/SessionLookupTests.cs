using AudioFunctions.Http;
using Microsoft.DurableTask.Client;
using Moq;

namespace AudioFunctions.Tests.Http;

public sealed class SessionLookupTests
{
    [Fact]
    public async Task The_id_of_an_entity_names_no_production()
    {
        // The official client throws ArgumentException for such an id; so does a strict stand-in, for any.
        var client = new Mock<DurableTaskClient>(MockBehavior.Strict, "hub");

        Assert.Null(await SessionLookup.ProductionAsync(client.Object, "@counter@one", withInputsAndOutputs: false, CancellationToken.None));
    }
}
