using System.Net;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;
using Azure.Storage.Blobs;

namespace AudioFunctions.Tests.Export;

/// <summary>Consecutive and concurrent exports; a proxy holds one at a write.</summary>
[Collection(ProxiedAppTests.Name)]
public sealed class ReExportTests(ProxiedApp shared) : IAsyncLifetime
{
    private readonly StorageProxy _proxy = shared.Proxy;
    private string _id = "";

    private StandInApp App => shared.App;

    public async Task InitializeAsync() => _id = (await App.Client.ProduceAsync(ScriptText.Beats(2)))["session_id"]!.GetValue<string>();

    public Task DisposeAsync()
    {
        _proxy.Unhook();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Next_export_has_the_new_selection_and_only_what_was_requested()
    {
        var first = await Exported.MakeAsync(App.Client, _id);
        var take = await RegenerateAsync("01_apples", select: true);

        var second = await Exported.MakeAsync(App.Client, _id, """{"captions":true}""");

        Assert.Equal(take, second.Manifest["files"]![0]!["take_id"]!.GetValue<string>());
        Assert.Equal(Exported.SoundOf(await App.Client.GetByteArrayAsync($"sessions/{_id}/takes/{take}/audio")), Exported.SoundOf(second.Files["01_apples.mp3"]));
        Assert.NotEqual(first.Files["01_apples.mp3"], second.Files["01_apples.mp3"]);
        Assert.Equal(6, second.NamesThatHold().Count);
        Assert.Null(second.Manifest["master"]);
        Assert.Equal([.. second.Files.Keys.Order(StringComparer.Ordinal)], await Exported.BlobsAsync(App.Storage.ConnectionString, _id));
    }

    [Fact]
    public async Task Unchanged_files_are_not_written_again()
    {
        await App.Client.ExportAsync(_id, Exported.Everything);
        await RegenerateAsync("01_apples", select: true);
        var written = new List<string>();
        _proxy.Before = call =>
        {
            if (call.IsBlobWrite($"/exports/{_id}/") && !Exported.IsKept(call.Path))
                written.Add(call.Path.Split('/')[^1]);
            return Task.CompletedTask;
        };

        await App.Client.ExportAsync(_id, Exported.Everything);

        Assert.Equal(
            [
                "01_apples.mp3", "01_apples.srt", "01_apples.vtt", "01_apples.words.ass", "01_apples.words.json", "01_apples.words.vtt", "export.zip",
                "manifest.json", "master.mp3", "master.srt", "master.vtt", "master.words.vtt", "words.ass", "words.json",
            ],
            written.Order(StringComparer.Ordinal));
        Assert.Equal(["export.zip", "manifest.json"], written[^2..]);
    }

    [Fact]
    public async Task Readers_see_the_last_exports_files_until_the_new_manifest_is_written()
    {
        var first = await Exported.MakeAsync(App.Client, _id);
        await RegenerateAsync("01_apples", select: true);
        var (held, release) = HoldAt("/exports/", "manifest.json");
        var export = App.Client.ExportAsync(_id);
        await held;

        var manifest = await App.Client.GetByteArrayAsync($"sessions/{_id}/exports/manifest.json");
        var untouched = await Exported.DownloadAsync(App.Client, _id, first.Files.Keys.Where(name => name != "01_apples.mp3"));
        release();
        await export;

        Assert.Equal(first.Files["manifest.json"], manifest);
        Assert.All(untouched.Files, file => Assert.Equal(first.Files[file.Key], file.Value));
        Assert.Equal(["01_apples.mp3", "02_berries.mp3", "manifest.json"], await Exported.BlobsAsync(App.Storage.ConnectionString, _id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task File_replaced_while_it_is_opened_is_sent_in_its_new_version(int read)
    {
        await App.Client.ExportAsync(_id);
        var manifest = new BlobContainerClient(App.Storage.ConnectionString, "exports").GetBlobClient($"{_id}/manifest.json");
        var reads = 0;
        _proxy.Before = async call =>
        {
            if (call.Path.EndsWith("manifest.json", StringComparison.Ordinal) && ++reads == read)
                await manifest.UploadAsync(BinaryData.FromString("new"), overwrite: true);
        };

        Assert.Equal("new", await App.Client.GetStringAsync($"sessions/{_id}/exports/manifest.json"));
    }

    [Fact]
    public async Task File_deleted_while_it_is_opened_is_404()
    {
        await App.Client.ExportAsync(_id);
        var manifest = new BlobContainerClient(App.Storage.ConnectionString, "exports").GetBlobClient($"{_id}/manifest.json");
        var reads = 0;
        _proxy.Before = async call =>
        {
            if (call.Path.EndsWith("manifest.json", StringComparison.Ordinal) && ++reads == 3)
                await manifest.DeleteAsync();
        };

        var (status, body, _) = await App.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{_id}/exports/manifest.json");

        Assert.Equal((HttpStatusCode.NotFound, "file-not-found"), (status, body!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Request_joins_a_running_export_of_the_same_content_and_is_refused_for_another()
    {
        var other = await RegenerateAsync("01_apples", select: false);
        var selected = (await App.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{_id}")).Body!["beats"]![0]!["selected_take_id"]!.GetValue<string>();
        var (held, release) = HoldAt("/exports/", "01_apples.mp3");
        var export = App.Client.ExportAsync(_id, """{"master":true}""");
        await held;

        var same = await StartAsync("""{"zip":false,"master":true}""");
        var otherOptions = await StartAsync(null);
        await SelectAsync(other);
        var otherSelection = await StartAsync("""{"master":true}""");
        await SelectAsync(selected);
        var sameAgain = await StartAsync("""{"master":true}""");
        release();
        var output = await export;

        Assert.Equal((HttpStatusCode.Accepted, null, null), same);
        Assert.Equal((HttpStatusCode.Conflict, "session-exporting", "An export of the session with other options is under way; try again when it has ended."), otherOptions);
        Assert.Equal((HttpStatusCode.Conflict, "session-exporting", "An export that began before the selection changed is under way; try again when it has ended."), otherSelection);
        Assert.Equal((HttpStatusCode.Accepted, null, null), sameAgain);
        Assert.Equal("""["01_apples.mp3","02_berries.mp3","master.mp3"]""", output["exported_files"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync(null)).Status);
    }

    [Fact]
    public async Task Of_concurrent_requests_those_for_the_running_export_are_accepted()
    {
        var (held, release) = HoldAt("/exports/", "01_apples.mp3");
        string?[] wishes = ["""{"master":true}""", null, """{"master":true}""", null, """{"captions":true}"""];

        var answers = await Task.WhenAll(wishes.Select(StartAsync));
        await held;
        release();

        var accepted = Assert.Single(answers.Zip(wishes).Where(pair => pair.First.Status == HttpStatusCode.Accepted).Select(pair => pair.Second).Distinct());
        Assert.All(answers.Zip(wishes), pair =>
            Assert.Equal(pair.Second == accepted ? HttpStatusCode.Accepted : HttpStatusCode.Conflict, pair.First.Status));
    }

    private (Task Held, Action Release) HoldAt(params string[] nameParts)
    {
        var held = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _proxy.Before = call =>
        {
            if (!nameParts.All(call.IsBlobWrite))
                return Task.CompletedTask;
            held.TrySetResult();
            return release.Task;
        };
        return (held.Task.WaitAsync(TimeSpan.FromMinutes(2)), release.SetResult);
    }

    private async Task<string> RegenerateAsync(string beat, bool select)
    {
        var body = ApiCalls.Json($$"""{"new_pace":"slow","select":{{(select ? "true" : "false")}}}""");
        var (_, started, _) = await App.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{_id}/beats/{beat}/regenerate", body);
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        return ended["output"]!["take_id"]!.GetValue<string>();
    }

    private async Task SelectAsync(string take)
    {
        var (status, _, _) = await App.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{_id}/beats/01_apples/select", ApiCalls.Json($$"""{"take_id":"{{take}}"}"""));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    private async Task<(HttpStatusCode Status, string? Code, string? Detail)> StartAsync(string? options)
    {
        var (status, body, _) = await App.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{_id}/export", options is null ? null : ApiCalls.Json(options));
        return (status, body!["code"]?.GetValue<string>(), body["detail"]?.GetValue<string>());
    }
}
