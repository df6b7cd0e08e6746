using System.Diagnostics.Tracing;
using System.Net;
using System.Security.Cryptography;
using AudioFunctions.Testing.Storage;
using Azure.Core;
using Azure.Core.Diagnostics;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Tests;

[Collection(SharedAzurite.Name)]
public sealed class AuthenticationTests(AzuriteFixture azurite)
{
    private static readonly string WrongKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    [Fact]
    public async Task A_shared_key_signs_what_the_service_verifies_also_after_it_was_replaced()
    {
        var credential = new TableSharedKeyCredential(AzuriteServer.AccountName, WrongKey);
        var service = new TableServiceClient(azurite.Server.TableEndpoint, credential);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => service.CreateTableIfNotExistsAsync("signed"));
        credential.SetAccountKey(AzuriteServer.AccountKey);
        var response = await service.CreateTableIfNotExistsAsync("signed");

        Assert.Equal(403, failure.Status);
        Assert.Equal("signed", response.Value.Name);
    }

    [Fact]
    public async Task Neither_key_nor_signature_appears_in_an_error_or_a_log()
    {
        var log = new List<string>();
        var options = new TableClientOptions();
        options.Diagnostics.IsLoggingContentEnabled = true;
        var service = new TableServiceClient(
            azurite.Server.TableEndpoint, new TableSharedKeyCredential(AzuriteServer.AccountName, WrongKey), options);

        RequestFailedException failure;
        using (new AzureEventSourceListener((_, message) => log.Add(message), EventLevel.LogAlways))
        {
            failure = await Assert.ThrowsAsync<RequestFailedException>(() => service.CreateTableIfNotExistsAsync("unsigned"));
        }

        var malformed = Assert.Throws<InvalidOperationException>(() => new TableServiceClient($"AccountName=a;AccountKey={WrongKey}%;"));
        Assert.Contains(log, message => message.Contains("Authorization:REDACTED", StringComparison.Ordinal));
        Assert.All([.. log, failure.ToString(), malformed.ToString()], text =>
        {
            Assert.DoesNotContain(WrongKey, text, StringComparison.Ordinal);
            Assert.DoesNotContain("SharedKeyLite", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_token_for_storage_goes_out_with_every_request()
    {
        var credential = new FixedCredential();
        using var network = new RecordingHandler();
        using var transport = new HttpClientTransport(network);
        var options = new TableClientOptions { Transport = transport };
        var table = new TableServiceClient(new Uri("https://voices.table.core.windows.net"), credential, options).GetTableClient("takes");

        await table.UpsertEntityAsync(new TableEntity("p", "r"));
        await table.DeleteEntityAsync("p", "r");

        Assert.Equal(["Bearer the-token", "Bearer the-token"], network.Requests.Select(r => r.Authorization));
        Assert.Equal("https://voices.table.core.windows.net/takes(PartitionKey='p',RowKey='r')", network.Requests[0].Address);
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes.Distinct());
    }

    [Fact]
    public async Task A_token_is_not_sent_in_the_clear()
    {
        var table = new TableClient(azurite.Server.TableEndpoint, "takes", new FixedCredential());

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.GetEntityIfExistsAsync<TableEntity>("p", "r"));
    }

    private sealed class FixedCredential : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("the-token", DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>The network's end of the pipeline: tokens only go over https, and Azurite's certificate would be nobody's.</summary>
    private sealed class RecordingHandler : HttpMessageHandler
    {
        public List<(string Address, string? Authorization)> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString()));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
        }
    }
}
