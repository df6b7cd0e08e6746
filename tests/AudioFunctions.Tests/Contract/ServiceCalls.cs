namespace AudioFunctions.Tests.Contract;

/// <summary>Health, metrics and other routes of the service itself.</summary>
internal static class ServiceCalls
{
    private const int OverEightMebibytes = (8 * 1024 * 1024) + 1;

    public static async Task RunAsync(ContractTour tour)
    {
        await tour.ExpectAsync("200", "GET health");
        await tour.ExpectAsync("200", "GET metrics");
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
        await SendMessagesAsync(tour);
    }

    private static async Task SendMessagesAsync(ContractTour tour)
    {
        const string Accept = "Accept: application/json, text/event-stream";
        const string Newest = "MCP-Protocol-Version: 2026-07-28";
        const string Meta = """
            "params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}
            """;

        await tour.ExpectAsync("200", "POST mcp", ContractTour.Json($$"""{"jsonrpc":"2.0","id":1,"method":"tools/list",{{Meta}}}"""), Accept, Newest, "Mcp-Method: tools/list");
        await tour.ExpectAsync("404", "POST mcp", ContractTour.Json($$"""{"jsonrpc":"2.0","id":1,"method":"none",{{Meta}}}"""), Accept, Newest, "Mcp-Method: none");
        await tour.ExpectAsync("202", "POST mcp", ContractTour.Json("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""), Accept);
        await tour.ExpectAsync("400", "POST mcp", ContractTour.Json("{"), Accept);
        await tour.ExpectAsync(
            "400", "POST mcp", ContractTour.Json("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}"""), Accept, "MCP-Protocol-Version: 2099-01-01", "Mcp-Method: tools/list");
        await tour.ExpectAsync("406", "POST mcp", ContractTour.Json("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}"""));
        foreach (var method in (string[])["GET", "DELETE"])
            await tour.ExpectAsync("405", $"{method} mcp");
        await tour.ExpectAsync("413", "POST mcp", ContractTour.LongJson(OverEightMebibytes), Accept);
    }
}
