using System.Net;
using System.Text;

namespace AudioFunctions.Tests.Contract;

/// <summary>Deviations that the witness detects.</summary>
public sealed class ContractWitnessTests
{
    private const string Fed =
        """{"character":"fed","display_name":"Fed","voice_id":"v","stability":0.65,"similarity_boost":0.78,"style":0.2,"speed":0.7,"description":"","language_code":null,"model_id":null}""";

    [Theory]
    [InlineData(200, "application/json", Fed, null)]
    [InlineData(201, "application/json", Fed, "the status is not in the document")]
    [InlineData(200, "text/json", Fed, "the content type text/json is not in the document")]
    [InlineData(200, "application/json", "", "it has no body")]
    [InlineData(304, "application/json", Fed, "it has a body, and the document knows none")]
    [InlineData(404, "application/problem+json", """{"type":"about:blank","title":"Not Found","status":404,"detail":"No.","instance":"/","code":"lost"}""", "the code lost is not in the document")]
    public async Task Response_is_compared_with_the_document(int status, string type, string body, string? deviation)
    {
        var found = await WitnessAsync(status, type, body, "\"1\"");

        if (deviation is null)
            Assert.Empty(found);
        else
            Assert.Contains(deviation, Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"speed\":0.7", "\"speed\":0.7,\"pitch\":1", "/pitch")]
    [InlineData("\"speed\":0.7", "\"speed\":7", "/speed maximum")]
    [InlineData("\"speed\":0.7", "\"speed\":\"fast\"", "/speed type")]
    [InlineData(",\"description\":\"\"", "", "required")]
    public async Task Body_matches_its_schema_exactly(string right, string wrong, string deviation)
    {
        var found = await WitnessAsync(200, "application/json", Fed.Replace(right, wrong, StringComparison.Ordinal), "\"1\"");

        Assert.Contains(found, text => text.Contains(deviation, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Required_header_exists_and_is_well_formed()
    {
        Assert.Contains("the header ETag is missing", Assert.Single(await WitnessAsync(200, "application/json", Fed, null)), StringComparison.Ordinal);
        Assert.Contains("the header ETag:", Assert.Single(await WitnessAsync(200, "application/json", Fed, "W/\"1\"")), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyCollection<string>> WitnessAsync(int status, string type, string body, string? tag)
    {
        using var witness = new ContractWitness(ContractDocument.Embedded, new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://app/api/voices/fed");
        using var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };
        if (tag is not null)
            answer.Headers.TryAddWithoutValidation("ETag", tag);
        await witness.CheckAsync(request, null, answer, CancellationToken.None);
        return witness.Deviations;
    }
}
