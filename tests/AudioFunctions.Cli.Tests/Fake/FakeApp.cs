using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Cli.Tests.Fake;

/// <summary>
/// A fake of the local host with the app, in a separate process: the part of the REST API that the command uses. A production advances by one
/// beat each time its status is read, and is stored in files, so that it survives the process.
/// </summary>
internal static class FakeApp
{
    private static int Requests;

    private static readonly SemaphoreSlim Turn = new(1);

    public static async Task<int> RunAsync(string[] commandLine)
    {
        var arguments = FakeArguments.Read(commandLine);
        RequireSettings(arguments);
        if (FakeBehaviour.DiesAtStart)
        {
            await Console.Error.WriteLineAsync("The fake app found no luck today.");
            return 3;
        }

        using var worker = FakeBehaviour.HasWorker ? FakeWorker.Start(arguments.AppFolder) : null;
        await RequireStorageAsync(arguments.StorageReadyFile);
        var secrets = FakeSecrets.Ensure(arguments.Secrets);
        var productions = new FakeProductions(Path.Combine(Directory.GetCurrentDirectory(), "fake"), arguments.Port);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{arguments.Port}");
        app.Use(RestartAsync);
        app.Use(async (context, next) =>
        {
            var isOpen = context.Request.Path == "/api/health" || context.Request.Path.StartsWithSegments("/runtime");
            if (isOpen || context.Request.Headers["x-functions-key"] == secrets)
                await next();
            else
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        });
        app.Use(OneAtATimeAsync);
        Map(app, productions);
        await app.RunAsync();
        return 0;
    }

    /// <summary>While the host restarts a dead worker, it returns 503 without a body; the fake does so for every other request.</summary>
    private static Task RestartAsync(HttpContext context, RequestDelegate next)
    {
        if (!FakeBehaviour.IsRestarting || context.Request.Path == "/api/health" || Interlocked.Increment(ref Requests) % 2 == 0)
            return next(context);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    /// <summary>Runs requests one at a time, because productions are files, which concurrent clients could find incomplete.</summary>
    private static async Task OneAtATimeAsync(HttpContext context, RequestDelegate next)
    {
        await Turn.WaitAsync(context.RequestAborted);
        try
        {
            await next(context);
        }
        finally
        {
            Turn.Release();
        }
    }

    private static void RequireSettings(FakeArguments arguments)
    {
        if (!File.Exists(Path.Combine(arguments.AppFolder, "AudioFunctions.dll")))
            throw new ArgumentException($"No app in {arguments.AppFolder}");
        if (arguments.Settings != Path.Combine(Directory.GetCurrentDirectory(), "local.settings.json"))
            throw new ArgumentException($"Not the settings of this checkout: {arguments.Settings}");
        if (Required("DOTNET_EnableDiagnostics") != "0")
            throw new ArgumentException("A killed process would leave its diagnostic sockets behind.");
    }

    private static void Map(WebApplication app, FakeProductions productions)
    {
        app.MapGet("/api/health", () => Results.Json(
            new JsonObject { ["status"] = "healthy", ["speech"] = new JsonObject { ["provider"] = FakeBehaviour.Provider } },
            statusCode: FakeBehaviour.IsUnhealthy ? 503 : 200));
        app.MapGet("/api/voices", FakeVoices.List);
        app.MapPut("/api/voices/{character}", FakeVoices.AddAsync);
        app.MapPost("/api/scripts/parse", async (HttpRequest request) => Results.Json(FakeScript.Outline(await TextAsync(request))));
        app.MapPost("/api/scripts/validate", async (HttpRequest request) => Results.Json(FakeScript.Validation(await TextAsync(request))));
        app.MapPost("/api/scripts/estimate", async (HttpRequest request) => productions.Estimate(await TextAsync(request), request.Query["reuse_from"]));
        app.MapPost("/api/sessions", async (HttpRequest request) => FakeBehaviour.HasNoCredits && request.Query["ignore_quota"] != "true"
            ? Results.Problem("7 credits are left.", statusCode: 402, extensions: new Dictionary<string, object?> { ["code"] = "quota-exceeded" })
            : productions.Start(
            await TextAsync(request), request.Headers["Idempotency-Key"].ToString(), request.Query["project_name"], request.Query["reuse_from"], request.Query["max_credits"]));
        app.MapGet("/api/sessions/{id}", productions.Session);
        app.MapPost("/api/sessions/{id}/beats/{beatId}/regenerate", (string id, string beatId, HttpRequest request) =>
            productions.Regenerate(id, beatId, request.Headers["Idempotency-Key"].ToString()));
        app.MapPost("/api/sessions/{id}/cancel", productions.Cancel);
        app.MapPost("/api/sessions/{id}/continue", async (string id, HttpRequest request) => productions.Continue(id, await TextAsync(request)));
        app.MapPost("/api/sessions/{id}/export", productions.Export);
        app.MapGet("/api/sessions/{id}/exports/{file}", productions.ExportedFile);
        app.MapGet("/runtime/{id}", productions.Status);
        app.MapGet("/runtime/export/{id}", productions.ExportStatus);
        app.MapGet("/runtime/{id}/{beatId}", productions.RegenerateStatus);
    }

    /// <summary>Like the real app, the fake doesn't work before storage has started.</summary>
    private static async Task RequireStorageAsync(string readyFile)
    {
        while (!File.Exists(readyFile))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        var blobEndpoint = Required("AzureWebJobsStorage").Split(';').Single(part => part.StartsWith("BlobEndpoint=", StringComparison.Ordinal));
        var address = new Uri(blobEndpoint["BlobEndpoint=".Length..]);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
    }

    private static async Task<string> TextAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync();
    }

    private static string Required(string variable) =>
        Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} is not set");
}
