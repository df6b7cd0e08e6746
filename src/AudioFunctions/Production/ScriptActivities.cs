using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Sessions;
using AudioFunctions.Voices;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Production;

/// <summary>The first steps of a production: validate and parse the script in <c>scripts/{session_id}.els</c>.</summary>
public sealed class ScriptActivities(ScriptArchive scripts, VoiceProfileStore voices)
{
    public const string Validate = "ValidateScript";
    public const string Parse = "ParseScript";

    /// <summary>
    /// Fails if the script is invalid: <c>POST sessions</c> refuses such a script, but the management API doesn't check. Stores the parsed
    /// script for the following steps.
    /// </summary>
    /// <returns>The version of the stored parsed script; null if the script was replaced, because its replacement is stored parsed.</returns>
    [Function(Validate)]
    public Task<string?> ValidateScript([ActivityTrigger] ScriptInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(
            input.SessionId,
            async () => await scripts.FindReplacementAsync(input.SessionId, cancellationToken) is null
                ? await scripts.SaveParsedAsync(input.SessionId, await ReadAsync(input, cancellationToken), cancellationToken)
                : null);

    /// <summary>Reads the parsed script; parses and stores it if that version doesn't exist.</summary>
    [Function(Parse)]
    public Task<ScriptOutline> ParseScript([ActivityTrigger] ScriptInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.SessionId, async () =>
        {
            // A replacement was parsed when it replaced the script; locked beats keep their earlier words.
            if (await scripts.FindReplacementAsync(input.SessionId, cancellationToken) is { } current)
                return OutlineOf(current.Script, beat => NewBeat.Of(beat) with { Wording = LaterWording(current, beat) });

            var script = input.ParsedVersion is { } version ? await scripts.FindSavedAsync(input.SessionId, version, cancellationToken) : null;
            if (script is null)
            {
                script = await ReadAsync(input, cancellationToken);
                await scripts.SaveParsedAsync(input.SessionId, script, cancellationToken);
            }

            return OutlineOf(script, NewBeat.Of);
        });

    private static string? LaterWording(CurrentScript current, Beat beat) =>
        current.WordingOf(beat.BeatId) is { Length: > 0 } wording ? wording : null;

    private static ScriptOutline OutlineOf(Script script, Func<Beat, NewBeat> beatOf) =>
        new(script.VideoTitle, script.Project, [.. script.Beats.Select(beatOf)]);

    /// <summary>The session's own text; a restart under a new id starts with a copy of the original's.</summary>
    private async Task<ReadOnlyMemory<byte>?> FindTextAsync(ScriptInput input, CancellationToken cancellationToken)
    {
        if (await scripts.FindTextAsync(input.SessionId, cancellationToken) is { } own)
            return own;
        if (input.ScriptSessionId is null || await scripts.FindTextAsync(input.ScriptSessionId, cancellationToken) is not { } original)
            return null;

        await scripts.TryAddTextAsync(input.SessionId, original, cancellationToken);
        return original;
    }

    private async Task<Script> ReadAsync(ScriptInput input, CancellationToken cancellationToken)
    {
        var text = await FindTextAsync(input, cancellationToken)
            ?? throw StepFailures.Refuse("script-missing", $"scripts/{input.SessionId}.els doesn't exist; submit the script with POST sessions.");
        var context = await voices.ScriptContextAsync(input.ProjectName, cancellationToken);
        var result = ScriptReader.Read(text.Span, context);
        return result.Script
            ?? throw StepFailures.Refuse("script-invalid", $"The script has {result.Validation.Errors.Count} errors; the first: {result.Validation.Errors[0]}");
    }
}
