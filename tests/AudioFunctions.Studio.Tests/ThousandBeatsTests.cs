using System.Collections.Concurrent;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Running;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>A session of a thousand beats: what is made of it is bounded, wherever one is.</summary>
[Collection(StudioTests.Name)]
public sealed class ThousandBeatsTests(StudioApp app)
{
    private const int Beats = 1000;

    /// <summary>What is in the window and near it, with room for beats made on the way.</summary>
    private const int MostMadeAtAPlace = 20;

    /// <summary>Title and outline of every beat, about 16 elements each, and the rest of those that are made.</summary>
    private const int MostElements = 25_000;

    [Fact]
    public async Task Only_beats_near_the_window_are_made_at_both_ends_and_in_a_filter()
    {
        var sessionId = await CreateAsync();
        await using var window = await app.OpenAsync("/voices");
        var recordings = new ConcurrentBag<string>();
        window.Page.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/audio", StringComparison.Ordinal))
                recordings.Add(request.Url);
        };
        await window.GoAsync($"#/sessions/{sessionId}");
        await Expect(window.Page.Locator(".beat")).ToHaveCountAsync(Beats);
        await window.UntilAsync(window.Beat("01_many").Locator("audio"), "audio => audio.readyState >= 2");
        await AssertBoundedAsync(window, MostMadeAtAPlace);

        // How many beats a smooth scroll passes slowly enough to make them depends on the machine.
        await window.Page.EmulateMediaAsync(new() { ReducedMotion = Microsoft.Playwright.ReducedMotion.Reduce });
        await window.Page.Locator(".outline-row").Last.ClickAsync();
        await Expect(window.Beat($"{Beats}_many")).ToBeFocusedAsync();
        await Expect(window.Beat($"{Beats}_many")).ToBeInViewportAsync();
        await window.UntilAsync(window.Beat($"{Beats}_many").Locator("audio"), "audio => audio.readyState >= 2");
        await Expect(window.Page.Locator(".outline-row[aria-current]")).ToContainTextAsync($"Beat {Beats}");
        await AssertBoundedAsync(window, 2 * MostMadeAtAPlace);

        await FilterAsync(window, sessionId);
        await AssertBoundedAsync(window, 4 * MostMadeAtAPlace);
        Assert.InRange(recordings.Count, 2, 4 * MostMadeAtAPlace);
        window.AssertQuiet();
    }

    /// <summary>Finding the next beat to review, and all that are to be done again.</summary>
    private async Task FilterAsync(StudioWindow window, string sessionId)
    {
        var keys = window.Page.Keyboard;
        await keys.PressAsync("a");
        await Expect(window.Beat($"{Beats}_many")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex(@"\bapproved\b"));
        // The last one is approved, so the next to review is the first.
        await Expect(window.Beat("01_many")).ToBeFocusedAsync();
        for (var number = 100; number <= Beats - 100; number += 100)
            await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{sessionId}/beats/{number}_many", ApiCalls.Json("""{"review":"redo"}"""));
        await window.Page.ReloadAsync();
        await window.Page.Locator(".beat-filter button", new PageLocatorOptions { HasText = "Redo" }).ClickAsync();
        await Expect(window.Page.Locator(".beat:visible")).ToHaveCountAsync(9);
        await window.Page.Locator(".beat-filter button", new PageLocatorOptions { HasText = "All" }).ClickAsync();
        await keys.PressAsync("/");
        await keys.TypeAsync("number 700.");
        await Expect(window.Page.Locator(".beat:visible")).ToHaveCountAsync(1);
        await window.Page.Locator(".outline-row:visible").ClickAsync();
        await window.Page.GetByLabel("Find in names and text").FillAsync("");
        await Expect(window.Page.Locator(".beat:visible")).ToHaveCountAsync(Beats);
        await window.Beat("700_many").FocusAsync();
        await keys.PressAsync("u");
        await Expect(window.Beat("701_many")).ToBeFocusedAsync();
        await Expect(window.Beat("701_many")).ToBeInViewportAsync();
    }

    private static async Task AssertBoundedAsync(StudioWindow window, int mostMade)
    {
        var made = await window.Page.Locator(".beat:not(.unmade)").CountAsync();
        Assert.InRange(made, 1, mostMade);
        Assert.InRange(await window.Page.EvaluateAsync<int>("() => document.querySelectorAll('*').length"), Beats, MostElements);
    }

    /// <summary>A draft of which one beat is spoken; the others get copies of its take.</summary>
    private async Task<string> CreateAsync()
    {
        var (_, draft, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "drafts", ApiCalls.Els(Scripts.ManyBeats(Beats)));
        var sessionId = draft!["session_id"]!.GetValue<string>();
        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{sessionId}/beats/01_many/regenerate");
        var take = (await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>()))["output"]!;
        var (takeId, lengthMs) = (take["take_id"]!.GetValue<string>(), take["audio_duration_ms"]!.GetValue<int>());

        var table = new TableServiceClient(app.Storage).GetTableClient(SessionStore.TableName);
        var row = (await table.GetEntityAsync<TableEntity>(sessionId, $"take-{takeId}")).Value;
        var copies = Enumerable.Range(2, Beats - 1).Select(number => new TakeKey(sessionId, $"{number:00}_many", $"{number:x12}")).ToList();
        foreach (var chunk in copies.Chunk(50))
        {
            await table.SubmitTransactionAsync(chunk.SelectMany(copy => new[]
            {
                new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(row.Where(IsOwn).ToDictionary())
                {
                    PartitionKey = sessionId,
                    RowKey = $"take-{copy.Id}",
                    ["BeatId"] = copy.BeatId,
                    ["AudioPath"] = copy.AudioPath,
                }),
                new TableTransactionAction(
                    TableTransactionActionType.UpdateMerge,
                    new TableEntity(sessionId, $"beat-{copy.BeatId}") { ["SelectedTakeId"] = copy.Id, ["SelectedMs"] = lengthMs },
                    ETag.All),
            }));
        }

        var blobs = new BlobContainerClient(app.Storage, TakeFiles.ContainerName);
        var recording = (await blobs.GetBlobClient(new TakeKey(sessionId, "01_many", takeId).AudioBlob).DownloadContentAsync()).Value.Content;
        await Parallel.ForEachAsync(
            copies, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (copy, token) => await blobs.UploadBlobAsync(copy.AudioBlob, recording, token));
        return sessionId;
    }

    /// <summary>Not the keys, and not what the service adds.</summary>
    private static bool IsOwn(KeyValuePair<string, object> property) =>
        property.Key is not ("PartitionKey" or "RowKey" or "Timestamp") && !property.Key.StartsWith("odata.", StringComparison.Ordinal);
}
