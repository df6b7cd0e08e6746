using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using AudioFunctions.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Scripts;

/// <summary>
/// A submitted script: as <c>text/plain</c> with the options in the query, or as JSON
/// <c>{"els_content","project_name","reuse_from","ignore_quota","max_credits","produce","takes","auto_retakes"}</c>.
/// </summary>
/// <param name="Text">UTF-8, not validated yet; cut one byte over the script limit, enough to detect that it is too large.</param>
/// <param name="ProjectName">Null if the request has none.</param>
/// <param name="ReuseFrom">The session whose takes are reused for unchanged beats, or null.</param>
/// <param name="IgnoreQuota">Whether a production starts even if there are not enough credits.</param>
public sealed record ScriptRequest(ReadOnlyMemory<byte> Text, string? ProjectName, string? ReuseFrom = null, bool IgnoreQuota = false)
{
    /// <summary>JSON may write one byte of a script as six characters.</summary>
    internal const int MaxJsonBytes = 8 * ScriptLimits.MaxBytes;

    private const string JsonForm =
        "{\"els_content\": \"…\", \"project_name\": \"…\", \"reuse_from\": \"…\", \"ignore_quota\": false, \"max_credits\": 1000, \"produce\": true, \"takes\": 1, \"auto_retakes\": 0}";

    /// <summary>Query parameters for a <c>text/plain</c> script.</summary>
    private static readonly string[] Options = ["project_name", "reuse_from", "ignore_quota", "max_credits", "produce", "takes", "auto_retakes"];

    /// <summary>Query parameters that any request may have: the function key and its name.</summary>
    internal static readonly string[] OfTheHost = ["code", "clientId"];

    /// <summary>The most credits a production may spend, or null for no limit.</summary>
    public int? MaxCredits { get; init; }

    /// <summary>Number of takes for each spoken beat; null means one.</summary>
    public int? Takes { get; init; }

    /// <summary>How often to speak a beat again while its selected take is suspect; null means never.</summary>
    public int? AutoRetakes { get; init; }

    /// <summary>False keeps the session as a draft.</summary>
    public bool Produces { get; init; } = true;

    /// <summary>Reads the request; exactly one of the two is null.</summary>
    public static async Task<(ScriptRequest? Script, IResult? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsUtf8(type) || IsEncoded(request))
            return (null, Unsupported(request));
        // Ignoring a misspelt option could cost credits.
        if (request.Query.Keys.FirstOrDefault(name => !Options.Contains(name) && !OfTheHost.Contains(name)) is { } unknown)
            return (null, InvalidOption(request, $"'{Refusal.Truncate(unknown)}' is not an option; the options are: {string.Join(", ", Options)}."));
        if (type.MediaType.Equals(MediaTypeNames.Text.Plain, StringComparison.OrdinalIgnoreCase))
        {
            var text = await RequestBody.ReadAsync(request, ScriptLimits.MaxBytes, cancellationToken);
            return ReadQuery(request, text);
        }

        return type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            ? ReadJson(request, await RequestBody.ReadAsync(request, MaxJsonBytes, cancellationToken))
            : (null, Unsupported(request));
    }

    private static (ScriptRequest? Script, IResult? Problem) ReadQuery(HttpRequest request, ReadOnlyMemory<byte> text)
    {
        if (Array.Find(Options, name => request.Query[name].Count > 1) is { } repeated)
            return (null, InvalidOption(request, $"{repeated} is in the query more than once."));
        if (!TryReadSwitch(request, "ignore_quota", otherwise: false, out var ignoresQuota))
            return (null, InvalidOption(request, "ignore_quota must be true or false."));
        if (!TryReadSwitch(request, "produce", otherwise: true, out var produces))
            return (null, InvalidOption(request, "produce must be true or false."));
        if (!TryReadNumber(request, "max_credits", out var maxCredits))
            return (null, Problem.Of(request, ScriptOptions.InvalidMaxCredits()));
        if (!TryReadNumber(request, "takes", out var takes) || !TryReadNumber(request, "auto_retakes", out var autoRetakes))
            return (null, Problem.Of(request, ScriptOptions.InvalidTakes()));
        return Checked(request, new ScriptRequest(text, request.Query["project_name"], request.Query["reuse_from"], ignoresQuota)
        {
            MaxCredits = maxCredits,
            Produces = produces,
            Takes = takes,
            AutoRetakes = autoRetakes,
        });
    }

    /// <param name="value">Null if the parameter is missing.</param>
    internal static bool TryReadNumber(HttpRequest request, string name, out int? value)
    {
        var asked = request.Query[name].ToString().Trim();
        var isNumber = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        value = isNumber ? number : null;
        return asked.Length == 0 || isNumber;
    }

    internal static bool TryReadSwitch(HttpRequest request, string name, bool otherwise, out bool value)
    {
        value = otherwise;
        var asked = request.Query[name].ToString().Trim();
        return asked.Length == 0 || bool.TryParse(asked, out value);
    }

    private static (ScriptRequest? Script, IResult? Problem) ReadJson(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxJsonBytes)
            return (null, TooLarge(request));

        // Ignoring it could cost credits: without reuse_from, everything is spoken again.
        if (Array.Find(Options, request.Query.ContainsKey) is { } misplaced)
            return (null, InvalidOption(request, $"{misplaced} must be in the JSON body of this request, not in the query."));

        try
        {
            var parsed = JsonRequest.Parse<Body>(body.Span);
            return parsed?.ElsContent is { } content
                ? Checked(request, new ScriptRequest(
                    Encoding.UTF8.GetBytes(content), parsed.ProjectName, parsed.ReuseFrom, parsed.IgnoreQuota ?? false)
                {
                    MaxCredits = parsed.MaxCredits,
                    Produces = parsed.Produce ?? true,
                    Takes = parsed.Takes,
                    AutoRetakes = parsed.AutoRetakes,
                })
                : (null, ContentMissing(request));
        }
        catch (JsonException failure)
        {
            return (null, JsonRequest.Invalid(request, failure, JsonForm));
        }
    }

    private static (ScriptRequest? Script, IResult? Problem) Checked(HttpRequest request, ScriptRequest script)
    {
        if ((ScriptOptions.Check(script.ProjectName, script.MaxCredits) ?? ScriptOptions.CheckTakes(script.Takes, script.AutoRetakes)) is { } refusal)
            return (null, Problem.Of(request, refusal));
        // An empty reuse_from is an unknown session, not a request to speak everything again.
        return (script with { ProjectName = ScriptOptions.ProjectNameOf(script.ProjectName), ReuseFrom = script.ReuseFrom?.Trim() }, null);
    }

    /// <summary>Quotes around the value don't change it (RFC 9110, 5.6.6).</summary>
    internal static bool IsUtf8(MediaTypeHeaderValue type)
    {
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        return !charset.HasValue
            || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
    }

    internal static bool IsEncoded(HttpRequest request) =>
        request.Headers.ContentEncoding.Any(encoding => !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase));

    internal static IResult InvalidOption(HttpRequest request, string detail) =>
        Problem.Of(request, StatusCodes.Status400BadRequest, "option-invalid", detail);

    internal static IResult TooLarge(HttpRequest request) => Problem.Of(
        request, StatusCodes.Status413PayloadTooLarge, "body-too-large", "The JSON body is over 8 MiB; a script has at most 1 MiB.");

    internal static IResult ContentMissing(HttpRequest request) => Problem.Of(
        request, StatusCodes.Status400BadRequest, "els-content-missing", "The JSON body needs \"els_content\" with the script as a string.");

    internal static IResult Unsupported(HttpRequest request) => Problem.Of(
        request,
        StatusCodes.Status415UnsupportedMediaType,
        "content-type-unsupported",
        "Send the script as Content-Type: text/plain (UTF-8), or as application/json with \"els_content\", without Content-Encoding.");

    private sealed record Body(
        string? ElsContent,
        string? ProjectName,
        string? ReuseFrom,
        bool? IgnoreQuota,
        int? MaxCredits,
        bool? Produce,
        int? Takes,
        int? AutoRetakes);
}
