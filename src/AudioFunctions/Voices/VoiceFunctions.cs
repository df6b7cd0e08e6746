using AudioFunctions.Platform;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Voices;

/// <summary>Voice profiles.</summary>
public sealed class VoiceFunctions(VoiceProfileStore voices, ISpeechAccount account)
{
    private const string ProfileForm =
        "{\"display_name\", \"voice_id\", \"stability\", \"similarity_boost\", \"style\", \"speed\", \"description\", \"language_code\", \"model_id\"}";

    [Function("ListVoices")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "voices")] HttpRequest request, CancellationToken cancellationToken) =>
        ProductResults.Json(new VoiceList(await voices.ListAsync(cancellationToken)));

    /// <summary>
    /// Returns a profile; or <c>voices/available</c>, because some hosts don't try the more specific route first.
    /// </summary>
    [Function("GetVoice")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "voices/{character}")] HttpRequest request,
        string character,
        CancellationToken cancellationToken)
    {
        var name = VoiceCharacters.Normalize(character);
        if (name == VoiceCharacters.Reserved)
            return await AvailableAsync(request, cancellationToken);
        return await voices.FindAsync(name, cancellationToken) is { } stored ? ProfileUnlessKnown(request, stored) : NotFound(request, character);
    }

    /// <summary>Creates or replaces a profile.</summary>
    [Function("PutVoice")]
    public Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "voices/{character}")] HttpRequest request,
        string character,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            request,
            character,
            async (name, stored, body) => RefuseParts(request, body) ?? Refuse(request, body.Whole(name)) ?? await (stored is null
                ? AddAsync(request, body.Whole(name), cancellationToken)
                : ReplaceAsync(request, body.Whole(name), stored, cancellationToken)),
            cancellationToken);

    [Function("PatchVoice")]
    public Task<IResult> Patch(
        [HttpTrigger(AuthorizationLevel.Function, "patch", Route = "voices/{character}")] HttpRequest request,
        string character,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            request,
            character,
            async (_, stored, body) => stored is null
                ? NotFound(request, character)
                : Refuse(request, body.Over(stored.Profile)) ?? await ReplaceAsync(request, body.Over(stored.Profile), stored, cancellationToken),
            cancellationToken);

    [Function("DeleteVoice")]
    public Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "voices/{character}")] HttpRequest request,
        string character,
        CancellationToken cancellationToken) =>
        AttemptAsync(
            request,
            VoiceCharacters.Normalize(character),
            async stored =>
            {
                if (stored is null)
                    return NotFound(request, character);
                return await voices.TryDeleteAsync(stored.Profile.Character, stored.Version, cancellationToken) ? Results.NoContent() : null;
            },
            cancellationToken);

    private async Task<IResult> AvailableAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (PageLimit.Read(request, VoiceSearch.DefaultLimit, VoiceSearch.MaxLimit) is not { } limit)
            return Problem.Of(request, PageLimit.Invalid(VoiceSearch.MaxLimit));
        var (words, continuation) = (QueryParameter.Text(request, "search"), QueryParameter.Text(request, "continuation"));
        if (words?.Length > VoiceSearch.MaxLength || continuation?.Length > VoiceSearch.MaxLength)
            return Problem.Of(request, Refusal.Invalid("search-invalid", $"search and continuation may have at most {VoiceSearch.MaxLength} characters."));
        try
        {
            return ProductResults.Json(await account.FindVoicesAsync(new VoiceSearch(words, limit, continuation), cancellationToken));
        }
        catch (SpeechException failure) when (failure.Code == SpeechCodes.RequestInvalid)
        {
            return Problem.Of(request, Refusal.Invalid("search-invalid", "The speech service refused this search; omit continuation to start again."));
        }
        catch (SpeechException failure)
        {
            var status = failure.IsRetryable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway;
            return Problem.Of(request, status, failure.Code, failure.Message);
        }
    }

    private async Task<IResult> ChangeAsync(
        HttpRequest request,
        string character,
        Func<string, StoredVoiceProfile?, VoiceBody, Task<IResult?>> change,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonRequest.ReadAsync<VoiceBody>(request, ProfileForm, cancellationToken);
        if (problem is not null)
            return problem;
        var name = VoiceCharacters.Normalize(character);
        if (body!.Character is { } named && VoiceCharacters.Normalize(named) != name)
        {
            return Problem.Of(
                request,
                StatusCodes.Status400BadRequest,
                "character-mismatch",
                $"The body is about '{Refusal.Truncate(named)}', the URL is about '{Refusal.Truncate(name)}'; a profile can't be renamed.");
        }

        return await AttemptAsync(request, name, stored => change(name, stored, body), cancellationToken);
    }

    /// <summary>Reads, decides and writes conditionally; if another write came in between, starts over.</summary>
    /// <param name="change">Returns the response, or null if another write came first.</param>
    private async Task<IResult> AttemptAsync(
        HttpRequest request, string character, Func<StoredVoiceProfile?, Task<IResult?>> change, CancellationToken cancellationToken) =>
        await StorageConflict.RetryWhileNullAsync(async Task<IResult?> () =>
        {
            var stored = await voices.FindAsync(character, cancellationToken);
            if (EntityVersion.Allows(request, stored?.Version))
                return await change(stored);
            return Problem.PreconditionFailed(
                request,
                stored is null
                    ? $"There is no voice profile '{Refusal.Truncate(character)}', so no version of it matches."
                    : "The voice profile no longer has the version that the request names; GET it again, check what changed, and repeat with the new ETag.");
        })
        ?? Problem.Of(
            request, StatusCodes.Status409Conflict, "voice-profile-busy", "Other clients kept changing the voice profile at the same time; send the request again.");

    private async Task<IResult?> AddAsync(HttpRequest request, VoiceProfile profile, CancellationToken cancellationToken) =>
        await voices.TryAddAsync(profile, cancellationToken) is { } version
            ? ProfileResponse(request, new StoredVoiceProfile(profile, version), StatusCodes.Status201Created)
            : null;

    private async Task<IResult?> ReplaceAsync(HttpRequest request, VoiceProfile profile, StoredVoiceProfile stored, CancellationToken cancellationToken) =>
        await voices.TryReplaceAsync(profile, stored.Version, cancellationToken) is { } version
            ? ProfileResponse(request, new StoredVoiceProfile(profile, version))
            : null;

    private static IResult? RefuseParts(HttpRequest request, VoiceBody body)
    {
        var missing = body.Missing();
        return missing.Count == 0
            ? null
            : Problem.Of(
                request,
                StatusCodes.Status400BadRequest,
                "setting-missing",
                $"A whole profile needs {string.Join(", ", missing)} too; use PATCH to change single fields of an existing profile.");
    }

    private static IResult? Refuse(HttpRequest request, VoiceProfile profile) =>
        Refusal.OutOfRange(VoiceRules.Check(profile)) is { } refusal ? Problem.Of(request, refusal) : null;

    private static IResult ProfileResponse(HttpRequest request, StoredVoiceProfile stored, int status = StatusCodes.Status200OK)
    {
        request.HttpContext.Response.Headers.ETag = EntityVersion.Tag(stored.Version);
        return ProductResults.Json(stored.Profile, status);
    }

    private static IResult ProfileUnlessKnown(HttpRequest request, StoredVoiceProfile stored)
    {
        var profile = ProfileResponse(request, stored);
        return EntityVersion.IsKnown(request, stored.Version) ? Results.StatusCode(StatusCodes.Status304NotModified) : profile;
    }

    private static IResult NotFound(HttpRequest request, string character) => Problem.Of(request, Refusal.VoiceProfileNotFound(character));
}
