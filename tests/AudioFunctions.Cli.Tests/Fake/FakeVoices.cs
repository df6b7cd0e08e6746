using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Cli.Tests.Fake;

/// <summary>The voices of the fake app, in a file beside its sessions.</summary>
internal static class FakeVoices
{
    private const string Path = "fake-voices.json";

    public static IResult List() => Results.Json(new JsonObject { ["voices"] = Read() });

    public static async Task<IResult> AddAsync(string character, HttpRequest request)
    {
        var voices = Read();
        var voice = (await JsonNode.ParseAsync(request.Body))!;
        if (voice["speed"]!.GetValue<double>() > 1.2)
            return Problem(StatusCodes.Status400BadRequest, "setting-out-of-range", "speed must be between 0.7 and 1.2.");
        if (request.Headers.IfNoneMatch == "*" && voices.Any(other => other!["character"]!.GetValue<string>() == character))
            return Problem(StatusCodes.Status412PreconditionFailed, "precondition-failed", "It is there.");
        voices.Add(voice);
        await File.WriteAllTextAsync(Path, voices.ToJsonString());
        return Results.Json(voice, statusCode: StatusCodes.Status201Created);
    }

    private static JsonArray Read() => File.Exists(Path)
        ? JsonNode.Parse(File.ReadAllText(Path))!.AsArray()
        : [new JsonObject
        {
            ["character"] = "every-coon",
            ["display_name"] = "Every-Coon",
            ["voice_id"] = "BRruTxiLM2nszrcCIpz1",
            ["stability"] = 0.35,
            ["similarity_boost"] = 0.78,
            ["style"] = 0.45,
            ["speed"] = 1,
        }];

    private static IResult Problem(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
