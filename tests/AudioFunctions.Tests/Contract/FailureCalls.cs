namespace AudioFunctions.Tests.Contract;

/// <summary>Failures that every operation has in common, caused in every operation.</summary>
internal static class FailureCalls
{
    private static readonly ContractDocument Document = ContractDocument.Embedded;
    private static readonly string[] ProductStorage = ["/Sessions", "/Pronunciations", "/VoiceProfiles", "/scripts", "/exports", "/audio-production"];

    public static async Task WithoutKeyAsync(ContractTour tour)
    {
        foreach (var operation in Documented("401"))
        {
            using var request = new HttpRequestMessage(operation.Method, Path(operation));
            using var answer = await tour.Stranger.SendAsync(request);
        }
    }

    /// <summary>The product's own tables and blobs fail; those of the durable engine, which would wait for them, don't.</summary>
    public static async Task WithoutStorageAsync(ContractTour tour)
    {
        tour.Storage.Before = call => Array.Exists(ProductStorage, call.Path.Contains)
            ? throw new IOException("The storage is down.")
            : Task.CompletedTask;
        await Task.WhenAll(Documented("503").Select(async operation =>
        {
            using var request = new HttpRequestMessage(operation.Method, Path(operation)) { Content = Example(operation) };
            using var answer = await tour.Client.SendAsync(request);
        }));
        tour.Storage.Before = _ => Task.CompletedTask;
    }

    private static IEnumerable<ContractOperation> Documented(string status) =>
        Document.Operations.Where(operation => operation.Node["responses"]![status] is not null);

    private static string Path(ContractOperation operation) => operation.Path[1..]
        .Replace("{id}", "none", StringComparison.Ordinal)
        .Replace("{beat_id}", "01_apples", StringComparison.Ordinal)
        .Replace("{take_id}", "0123456789ab", StringComparison.Ordinal)
        .Replace("{file}", "01_apples.mp3", StringComparison.Ordinal)
        .Replace("{character}", "fed", StringComparison.Ordinal)
        .Replace("{project}", "tests", StringComparison.Ordinal);

    private static StringContent? Example(ContractOperation operation) => operation.Node["requestBody"] is { } body
        ? ContractTour.Json(Document.Resolve(body)["content"]!["application/json"]!["example"]!.ToJsonString())
        : null;
}
