using System.Text;
using AudioFunctions.Pronunciations;
using AudioFunctions.Sessions;
using AudioFunctions.Sessions.Listing;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace AudioFunctions.Tests.Voices;

/// <summary>A request that succeeded isn't reported as failed.</summary>
public sealed class StaleSearchFailureTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly string[] Listing = ["SessionIndex", "Sessions"];

    [Fact]
    public async Task Written_rules_return_success_even_if_the_search_for_stale_takes_fails()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        proxy.Before = call => Listing.Any(table => call.Path.Contains(table, StringComparison.Ordinal) || Encoding.UTF8.GetString(call.Body).Contains(table, StringComparison.Ordinal))
            ? Task.FromException(new IOException("The tables are out of order."))
            : Task.CompletedTask;
        var tables = new TableServiceClient(proxy.ConnectionString, new TableClientOptions { Retry = { MaxRetries = 0 } });
        var store = new PronunciationStore(tables);
        var search = new StaleSearch(
            new SessionList(tables, TimeProvider.System), new SessionStore(tables, TimeProvider.System), new StaleTakes(store, Mock.Of<ISpeechService>()));
        var functions = new PronunciationFunctions(store, search, NullLogger<PronunciationFunctions>.Instance);
        var project = $"p-{Guid.NewGuid():N}";

        var result = await functions.Put(Request("""{"rules":[{"from":"GIF","say":"jif"}]}"""), project, default);

        Assert.Equal(StatusCodes.Status201Created, Assert.IsAssignableFrom<IStatusCodeHttpResult>(result).StatusCode);
        var answer = Assert.IsType<ChangedPronunciations>(Assert.IsAssignableFrom<IValueHttpResult>(result).Value);
        Assert.Equal((0, 0, false), (answer.Stale.Count, answer.Stale.SessionsChecked, answer.Stale.IsComplete));
        Assert.Equal("GIF", Assert.Single((await store.ReadAsync(project, default)).Rules.Rules).From);
    }

    private static HttpRequest Request(string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var request = new DefaultHttpContext().Request;
        (request.Method, request.ContentType, request.ContentLength, request.Body) = ("PUT", "application/json", body.Length, new MemoryStream(body));
        return request;
    }
}
