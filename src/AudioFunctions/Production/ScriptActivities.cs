using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Voices;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Production;

/// <summary>The first steps of a production: the script in <c>scripts/{session_id}.els</c> is checked and parsed.</summary>
public sealed class ScriptActivities(ScriptArchive scripts, VoiceProfileStore voices)
{
    public const string Validate = "ValidateScript";
    public const string Parse = "ParseScript";

    /// <summary>
    /// Fails where the script is invalid: <c>POST sessions</c> refuses such a script, the management API does not look. Finding that out parses
    /// it: it is stored as parsed for the steps that follow.
    /// </summary>
    /// <returns>The version in which it was stored; null if another script has replaced it, which was parsed when it did.</returns>
    [Function(Validate)]
    public Task<string?> ValidateScript([ActivityTrigger] ScriptInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(
            input.SessionId,
            async () => await scripts.FindReplacementAsync(input.SessionId, cancellationToken) is null
                ? await scripts.SaveParsedAsync(input.SessionId, await ReadAsync(input, cancellationToken), cancellationToken)
                : null);

    /// <summary>Reads the parsed script; parses and stores it if the version that was stored does not stand, or none was.</summary>
    [Function(Parse)]
    public Task<ScriptOutline> ParseScript([ActivityTrigger] ScriptInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(input.SessionId, async () =>
        {
            // A script that replaced the first one was parsed when it did; locked beats keep the words that they had before.
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

    /// <summary>The session's own text; a session that is a restart of another begins with a copy of that one's.</summary>
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
            ?? throw StepFailures.Refuse("script-missing", $"scripts/{input.SessionId}.els does not exist; hand the script in through POST sessions.");
        var context = await voices.ScriptContextAsync(input.ProjectName, cancellationToken);
        var reading = ScriptReader.Read(text.Span, context);
        return reading.Script
            ?? throw StepFailures.Refuse("script-invalid", $"The script has {reading.Validation.Errors.Count} errors; the first: {reading.Validation.Errors[0]}");
    }
}
