using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Beats;

/// <summary>Finds the take whose other lines are kept when one line is spoken again, or returns a refusal.</summary>
public sealed class LineRetakeAdmission(ScriptArchive scripts, SessionStore sessions, TakeFiles files, ISpeechService speech)
{
    /// <param name="body">Has a line.</param>
    public async Task<(TakeLine? Retake, Refusal? Refusal)> AdmitAsync(
        string sessionId, BeatRecord beat, RegenerateBody body, CancellationToken cancellationToken)
    {
        var script = await scripts.ReadParsedAsync(sessionId, cancellationToken);
        var line = body.Line!.Value;
        var (part, unknown) = SpokenPart.Of(script, beat.BeatId, line);
        if (part is null)
            return (null, unknown);
        if (RefuseCharacters(part.Lines[0], body) is { } silent)
            return (null, silent);
        var (take, refusal) = await FindTakeAsync(sessionId, beat, body.TakeId, cancellationToken);
        if (take is null)
            return (null, refusal);
        if (take.Provider != speech.Provider)
        {
            return (null, Refusal.Conflict(
                SpeechCodes.ProviderChanged,
                $"The take was spoken by '{take.Provider}', but the service now uses '{speech.Provider}': one line would have another voice. Regenerate the whole beat."));
        }

        return await RefuseSpeechAsync(new TakeKey(sessionId, take.BeatId, take.TakeId), take.Segments.Count, cancellationToken) is { } gone
            ? (null, gone)
            : (new TakeLine(take.TakeId, line), null);
    }

    private async Task<Refusal?> RefuseSpeechAsync(TakeKey take, int segments, CancellationToken cancellationToken)
    {
        if (await files.FindPlanAsync(take, cancellationToken) is not { } plan || !await files.HasSpeechAsync(take, segments, cancellationToken))
        {
            return Refusal.Conflict(
                SpeechCodes.StoredSpeechGone,
                $"The speech of take {take.Id} is no longer stored, so no line of it can be replaced; regenerate the whole beat.");
        }

        return plan.SoundsAs(await speech.FindModelsAsync(cancellationToken))
            ? null
            : Refusal.Conflict(
                SpeechCodes.ProviderChanged,
                $"The voices of '{speech.Provider}' have changed since take {take.Id} was spoken: one line would sound different. Regenerate the whole beat.");
    }

    /// <summary>Refuses settings for characters who don't speak the line: they would change nothing.</summary>
    private static Refusal? RefuseCharacters(ScriptLine line, RegenerateBody body)
    {
        var speaker = VoiceCharacters.Normalize(line.Character);
        var others = (body.Characters?.Keys ?? Enumerable.Empty<string>()).Where(name => VoiceCharacters.Normalize(name) != speaker).ToList();
        return others.Count == 0
            ? null
            : Refusal.Invalid(
                "character-not-in-beat",
                $"The line is spoken by {speaker}, not by {string.Join(", ", others.Select(name => $"'{Refusal.Truncate(name)}'"))}; leave out their settings.");
    }

    private async Task<(TakeRecord? Take, Refusal? Refusal)> FindTakeAsync(
        string sessionId, BeatRecord beat, string? takeId, CancellationToken cancellationToken)
    {
        if ((takeId ?? beat.SelectedTakeId) is not { } wanted)
            return (null, Refusal.Conflict("beat-has-no-take", "The beat has no take yet, so there are no other lines to keep; regenerate the whole beat."));
        if (beat.Takes.FirstOrDefault(take => take.TakeId == wanted) is { } take)
            return (take, null);
        var isOlder = PathName.IsPossible(wanted)
            && await sessions.FindTakeAsync(sessionId, wanted, cancellationToken) is { } other && other.BeatId == beat.BeatId;
        return (null, isOlder
            ? Refusal.Conflict(
                SpeechCodes.TakeOfOlderWording,
                $"Take {wanted} has an earlier wording of the beat; choose a take with the current words, or regenerate the whole beat.")
            : Refusal.NotFound(
                "take-not-found", $"Beat '{beat.BeatId}' has no take '{Refusal.Truncate(wanted)}'; GET the session to see its takes."));
    }
}
