namespace AudioFunctions.Tests.Contract;

/// <summary>What the service says of itself.</summary>
internal static class ServiceCalls
{
    public static async Task RunAsync(ContractTour tour)
    {
        await tour.ExpectAsync("200", "GET health");
        var document = await tour.ExpectAsync("200", "GET openapi.json");
        await tour.ExpectAsync("304", "GET openapi.json", null, $"If-None-Match: {document.ETag}");
        Assert.Equal(ContractDocument.Embedded.Operations.Count, document.Json!["paths"]!.AsObject().Sum(path => path.Value!.AsObject().Count));

        foreach (var path in new[] { "studio", "studio/app.js", "studio/base.css", "studio/icon.svg" })
        {
            var file = await tour.ExpectAsync("200", $"GET {path}");
            await tour.ExpectAsync("304", $"GET {path}", null, $"If-None-Match: {file.ETag}");
            await tour.ExpectAsync("200", $"HEAD {path}");
            await tour.ExpectAsync("304", $"HEAD {path}", null, $"If-None-Match: {file.ETag}");
        }

        await tour.ExpectAsync("404 file-not-found", "GET studio/none.js");
        await tour.ExpectAsync("404", "HEAD studio/none.js");
    }
}
