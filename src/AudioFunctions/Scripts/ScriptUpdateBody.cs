using System.Net.Mime;
using System.Text;
using System.Text.Json;
using AudioFunctions.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Scripts;

/// <summary>
/// A script that replaces a session's: as <c>text/plain</c> or as JSON <c>{"els_content"}</c>, with the options in the query.
/// </summary>
internal static class ScriptUpdateBody
{
    private const string JsonForm = "{\"els_content\": \"…\"}";

    private static readonly string[] Options = ["produce", "dry_run", "ignore_quota", "max_credits"];

    /// <summary>Reads the request; exactly one of the two is null.</summary>
    public static async Task<(ScriptReplacementRequest? Update, IResult? Problem)> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var (options, refusal) = ReadOptions(request);
        if (refusal is not null)
            return (null, Problem.Of(request, refusal));
        var (text, problem) = await ReadTextAsync(request, cancellationToken);
        return problem is null ? (options! with { Text = text }, null) : (null, problem);
    }

    private static async Task<(ReadOnlyMemory<byte> Text, IResult? Problem)> ReadTextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !ScriptRequest.IsUtf8(type) || ScriptRequest.IsEncoded(request))
            return (default, ScriptRequest.Unsupported(request));
        if (type.MediaType.Equals(MediaTypeNames.Text.Plain, StringComparison.OrdinalIgnoreCase))
            return (await RequestBody.ReadAsync(request, ScriptLimits.MaxBytes, cancellationToken), null);
        if (!type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
            return (default, ScriptRequest.Unsupported(request));

        var body = await RequestBody.ReadAsync(request, ScriptRequest.MaxJsonBytes, cancellationToken);
        if (body.Length > ScriptRequest.MaxJsonBytes)
            return (default, ScriptRequest.TooLarge(request));
        try
        {
            return JsonRequest.Parse<Body>(body.Span)?.ElsContent is { } content
                ? (Encoding.UTF8.GetBytes(content), null)
                : (default, ScriptRequest.ContentMissing(request));
        }
        catch (JsonException failure)
        {
            return (default, JsonRequest.Invalid(request, failure, JsonForm));
        }
    }

    private static (ScriptReplacementRequest? Options, Refusal? Refusal) ReadOptions(HttpRequest request)
    {
        // Ignoring a misspelt option could change the script, or cost credits.
        if (request.Query.Keys.FirstOrDefault(name => !Options.Contains(name) && !ScriptRequest.OfTheHost.Contains(name)) is { } unknown)
            return (null, Invalid($"'{Refusal.Truncate(unknown)}' is not an option; the options are: {string.Join(", ", Options)}."));
        if (Array.Find(Options, name => request.Query[name].Count > 1) is { } repeated)
            return (null, Invalid($"{repeated} is in the query more than once."));
        if (!ScriptRequest.TryReadSwitch(request, "produce", otherwise: false, out var produces))
            return (null, Invalid("produce must be true or false."));
        if (!ScriptRequest.TryReadSwitch(request, "dry_run", otherwise: false, out var isDryRun))
            return (null, Invalid("dry_run must be true or false."));
        if (!ScriptRequest.TryReadSwitch(request, "ignore_quota", otherwise: false, out var ignoresQuota))
            return (null, Invalid("ignore_quota must be true or false."));
        if (!ScriptRequest.TryReadNumber(request, "max_credits", out var maxCredits))
            return (null, ScriptOptions.InvalidMaxCredits());
        if (maxCredits is not null && !produces)
            return (null, Invalid("max_credits limits a production, so it needs produce=true."));
        return (new ScriptReplacementRequest(default, standing => ContentVersion.Allows(request, standing.Span))
        {
            Produces = produces,
            IsDryRun = isDryRun,
            IgnoresQuota = ignoresQuota,
            MaxCredits = maxCredits,
        }, null);
    }

    private static Refusal Invalid(string detail) => Refusal.Invalid("option-invalid", detail);

    private sealed record Body(string? ElsContent);
}
