using System.Net;
using System.Text;
using System.Text.Json;
using AudioFunctions.LocalHost.Tests.Running;
using Azure.Storage.Blobs;

namespace AudioFunctions.LocalHost.Tests.Blobs;

[Collection(nameof(SharedHost))]
public sealed class DropTests(SharedHost shared)
{
    private readonly HostProcess _host = shared.Host;
    private readonly BlobContainerClient _drop = new(shared.Azurite.ConnectionString, shared.Host.DropContainer);

    [Fact]
    public async Task The_app_gets_one_event_for_each_version_of_a_blob()
    {
        await PutAsync("in/versions.txt", "one");
        await _host.Journal.UntilAsync("dropped/versions/", 1);
        await PutAsync("in/versions.txt", "two");
        await _host.Journal.UntilAsync("dropped/versions/", 2);
        // This blob is listed after the others, so when its event arrives, all others have been checked again.
        await PutAsync("in/zz-after-versions.txt", "");
        await _host.Journal.UntilAsync("dropped/zz-after-versions/", 1);

        Assert.Equal(2, (await _host.Journal.EntriesAsync("dropped/versions/")).Count);
    }

    [Fact]
    public async Task Only_blobs_that_match_the_pattern_cause_events()
    {
        foreach (var name in new[] { "other/a.txt", "in/b.md", "in/folder/c.txt", "c.txt", "in/C.TXT" })
            await PutAsync(name, "");
        await PutAsync("in/zz-after-pattern.txt", "");
        await _host.Journal.UntilAsync("dropped/zz-after-pattern/", 1);

        var told = await _host.Journal.EntriesAsync("dropped/");
        Assert.Contains("dropped/folder/c", told);
        Assert.DoesNotContain(told, entry => entry is "dropped/a" or "dropped/b" or "dropped/c" or "dropped/C");
    }

    [Fact]
    public async Task Each_of_many_blobs_causes_one_event()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PutAsync($"in/many/{i}.txt", "")));

        await _host.Journal.UntilAsync("dropped/many/", 60);
        Assert.Equal(60, (await _host.Journal.EntriesAsync("dropped/many/")).Distinct().Count());
    }

    [Fact]
    public async Task The_webhook_accepts_events_of_Event_Grid()
    {
        var elsewhere = new BlobContainerClient(shared.Azurite.ConnectionString, $"elsewhere-{_host.Id}");
        await elsewhere.CreateIfNotExistsAsync();
        await elsewhere.GetBlobClient("in/by-event.txt").UploadAsync(BinaryData.FromString("text"), overwrite: true);
        var events = JsonSerializer.Serialize(new[]
        {
            new
            {
                id = "1",
                topic = "t",
                subject = $"/blobServices/default/containers/{elsewhere.Name}/blobs/in/by-event.txt",
                eventType = "Microsoft.Storage.BlobCreated",
                eventTime = DateTimeOffset.UnixEpoch,
                dataVersion = "",
                data = new
                {
                    api = "PutBlob",
                    eTag = "0x1",
                    contentType = "text/plain",
                    contentLength = 4,
                    blobType = "BlockBlob",
                    url = elsewhere.GetBlobClient("in/by-event.txt").Uri.ToString(),
                },
            },
        });
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"/runtime/webhooks/blobs?functionName=Host.Functions.Dropped&code={_host.BlobsKey}")
        {
            Content = new StringContent(events, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("aeg-event-type", "Notification");

        using var response = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        // The extension runs the function for every event, even if the blob's name doesn't match the pattern; then {name} is empty.
        await _host.Journal.UntilAsync("dropped//", 1);
    }

    [Fact]
    public async Task The_master_key_allows_a_manual_run_of_the_trigger()
    {
        var blobs = new BlobContainerClient(shared.Azurite.ConnectionString, $"by-hand-{_host.Id}");
        await blobs.CreateIfNotExistsAsync();
        await blobs.GetBlobClient("in/by-hand.txt").UploadAsync(BinaryData.FromString("text"), overwrite: true);
        await PutAsync("in/by-hand.txt", "text");
        await _host.Journal.UntilAsync("dropped/by-hand/", 1);

        using var response = await FireAsync("dropped", $$"""{"input":"{{_host.DropContainer}}/in/by-hand.txt"}""");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await _host.Journal.UntilAsync("dropped/by-hand/", 2);
    }

    [Theory]
    [InlineData("NoSuchFunction", """{"input":"a/b"}""", HttpStatusCode.NotFound)]
    [InlineData("Open", """{"input":"a/b"}""", HttpStatusCode.BadRequest)]
    [InlineData("Dropped", "{ nonsense", HttpStatusCode.BadRequest)]
    [InlineData("Dropped", "[]", HttpStatusCode.BadRequest)]
    public async Task An_invalid_manual_run_is_refused(string function, string body, HttpStatusCode status)
    {
        using var response = await FireAsync(function, body);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_file_that_always_fails_goes_to_the_poison_queue_after_five_attempts()
    {
        await PutAsync("in/fails.txt", "fail");

        await _host.Journal.UntilAsync("dropped/fails/", 5);
        await PutAsync("in/zz-after-fails.txt", "");
        await _host.Journal.UntilAsync("dropped/zz-after-fails/", 1);

        Assert.Equal(5, (await _host.Journal.EntriesAsync("dropped/fails/")).Count);
    }

    private Task<HttpResponseMessage> FireAsync(string function, string body) =>
        _host.SendAsync(HttpMethod.Post, $"/admin/functions/{function}", _host.MasterKey, new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task PutAsync(string name, string content)
    {
        await _drop.CreateIfNotExistsAsync();
        await _drop.GetBlobClient(name).UploadAsync(BinaryData.FromString(content), overwrite: true);
    }
}
