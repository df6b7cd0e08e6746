using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Beats;

/// <summary>Regenerates a beat, or returns a refusal.</summary>
public sealed class BeatRegeneration(
    SessionLookup lookup, SessionStore sessions, ScriptArchive scripts, LineRetakeAdmission retakes, AbandonedTakes abandoned)
{
    /// <param name="instanceId">A repeat of the request has the same id.</param>
    /// <returns>Null if the regeneration runs, or has run.</returns>
    public async Task<Refusal?> StartAsync(
        DurableTaskClient client, string instanceId, string sessionId, string beatId, RegenerateBody body, CancellationToken cancellationToken)
    {
        var (beat, retake, refusal) = await AdmitAsync(client, sessionId, beatId, body, cancellationToken);
        if (refusal is not null)
            return refusal;

        var input = InputOf(sessionId, beat!, body, onlyIfMissing: false) with { Retake = retake, AskedTakeId = body.TakeId, Takes = body.Takes > 1 ? body.Takes : null };
        var orchestrator = retake is null ? RegenerateBeat.Name : LineRetake.Name;
        var instance = await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken);
        if (instance is null)
        {
            if (await sessions.IsForgottenRunAsync(sessionId, instanceId, cancellationToken))
                return KeyExpired;
            if (!await sessions.AddRunAsync(sessionId, instanceId, cancellationToken))
                return Refusal.SessionNotFound(sessionId);
            input = input with { ReuseTakeId = await FindFailedAsync(client, sessionId, beat!, cancellationToken) };
            instance = await Orchestrations.StartOnceAsync(client, orchestrator, instanceId, input, IsOf(input), cancellationToken);
        }

        return instance is null || instance.ReadInputAs<RegenerateBeatInput>()?.AsksTheSameAs(input) is true
            ? null
            : new Refusal(
                StatusCodes.Status422UnprocessableEntity,
                "idempotency-key-reused",
                "This Idempotency-Key was used to regenerate the beat with other settings, another line of it or another number of takes; use a new key for another take.");
    }

    /// <summary>Starting the regeneration again would pay for it twice.</summary>
    private static Refusal KeyExpired { get; } = Refusal.Conflict(
        "idempotency-key-expired",
        "This Idempotency-Key was used for a regeneration that ended long ago, and its take is in the session; use a new key for another take.");

    /// <summary>
    /// Speaks a beat that has no take, with the script's settings. Concurrent requests for the same beat get the same take, so a client that
    /// lost the response can repeat the request without paying twice.
    /// </summary>
    /// <returns>The running instance, or the take that the beat has by now, or the refusal.</returns>
    public async Task<(string? InstanceId, string? TakeId, Refusal? Refusal)> StartFirstTakeAsync(
        DurableTaskClient client, string sessionId, string beatId, CancellationToken cancellationToken)
    {
        var instanceId = InstanceIds.For("first-take", $"{sessionId}/{beatId}");
        // Check this before the beat: an instance that ends in between has added its take.
        if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is { IsCompleted: false } running)
        {
            return await IsCancelledAsync(sessionId, running, cancellationToken)
                ? (null, null, Refusal.Conflict("session-generating", "The beat's regeneration is being stopped; repeat the request when it has ended."))
                : (instanceId, null, null);
        }

        var (beat, refusal) = await FindAsync(client, sessionId, beatId, RegenerateBody.Nothing, cancellationToken);
        if (refusal is not null || beat!.SelectedTakeId is not null)
            return (null, beat?.SelectedTakeId, refusal);
        if (!await sessions.AddRunAsync(sessionId, instanceId, cancellationToken))
            return (null, null, Refusal.SessionNotFound(sessionId));

        var input = InputOf(sessionId, beat, RegenerateBody.Nothing, onlyIfMissing: true) with
        {
            ReuseTakeId = await FindFailedAsync(client, sessionId, beat, cancellationToken),
        };
        await Orchestrations.StartOrJoinAsync(client, RegenerateBeat.Name, instanceId, input, IsOf(input), cancellationToken);
        return (instanceId, null, null);
    }

    /// <summary>The current beat, and for one line the take that keeps the other lines; or the refusal.</summary>
    public async Task<(BeatRecord? Beat, TakeLine? Retake, Refusal? Refusal)> AdmitAsync(
        DurableTaskClient client, string sessionId, string beatId, RegenerateBody body, CancellationToken cancellationToken)
    {
        var (beat, refusal) = await FindAsync(client, sessionId, beatId, body, cancellationToken);
        if (beat is { Locked: true })
            return (null, null, Refusal.Conflict("beat-locked", "The beat is locked; unlock it to regenerate it."));
        if (beat is null || body.Line is null)
            return (beat, null, refusal);
        var (retake, refused) = await retakes.AdmitAsync(sessionId, beat, body, cancellationToken);
        return (beat, retake, refused);
    }

    /// <summary>The beat, or why it can't be regenerated now.</summary>
    private async Task<(BeatRecord? Beat, Refusal? Refusal)> FindAsync(
        DurableTaskClient client, string sessionId, string beatId, RegenerateBody body, CancellationToken cancellationToken)
    {
        if (body.Check() is { } invalid)
            return (null, invalid);
        if (await lookup.FindAsync(client, sessionId, cancellationToken) is not { } session)
            return (null, Refusal.SessionNotFound(sessionId));
        if (session.IsUnderWay)
        {
            return (null, Refusal.Conflict(
                "session-generating", "The production is still under way; regenerate when it has ended."));
        }

        if (session.Beats.FirstOrDefault(beat => beat.BeatId == beatId) is not { } beat)
            return (null, Refusal.BeatNotFound(beatId));
        return body.Characters is { Count: > 0 } characters
            && await RefuseCharactersAsync(sessionId, beatId, characters.Keys.Select(VoiceCharacters.Normalize), cancellationToken) is { } unknown
            ? (null, unknown)
            : (beat, null);
    }

    /// <summary>The last take that failed, or whose instance was terminated, with responses that the next one may use; or null.</summary>
    private Task<string?> FindFailedAsync(DurableTaskClient client, string sessionId, BeatRecord beat, CancellationToken cancellationToken) =>
        abandoned.KeepAsync(sessionId, beat, (instance, token) => SessionInstances.IsRunningAsync(client, instance, token), cancellationToken);

    private static RegenerateBeatInput InputOf(string sessionId, BeatRecord beat, RegenerateBody body, bool onlyIfMissing) =>
        new(sessionId, beat.BeatId, body.Settings(), ReuseTakeId: null, body.Select ?? false, InstanceIds.Random(), onlyIfMissing);

    private async Task<bool> IsCancelledAsync(string sessionId, OrchestrationMetadata running, CancellationToken cancellationToken) =>
        running.ReadInputAs<RegenerateBeatInput>() is { } input
        && (await sessions.FindLimitsAsync(sessionId, cancellationToken)).IsTakeCancelled(input.TakeOf(running.InstanceId, 1).Id);

    /// <summary>Whether this input started an instance: each input has its own seed.</summary>
    private static Func<OrchestrationMetadata, bool> IsOf(RegenerateBeatInput input) =>
        started => started.ReadInputAs<RegenerateBeatInput>()?.TakeSeed == input.TakeSeed;

    /// <summary>Refuses settings for characters who don't speak in the beat: they would change nothing, but the take would cost credits.</summary>
    private async Task<Refusal?> RefuseCharactersAsync(
        string sessionId, string beatId, IEnumerable<string> characters, CancellationToken cancellationToken)
    {
        var script = await scripts.ReadParsedAsync(sessionId, cancellationToken);
        // The script may have been replaced since the beat was read.
        if (script.FindBeat(beatId) is not { } beat)
            return Refusal.BeatNotFound(beatId);
        var speaking = BeatSpeakers.Of(beat);
        var absent = characters.Except(speaking).ToList();
        return absent.Count == 0
            ? null
            : Refusal.Invalid(
                "character-not-in-beat",
                $"The beat has no lines by {string.Join(", ", absent.Select(name => $"'{Refusal.Truncate(name)}'"))}; its speakers are {string.Join(", ", speaking)}.");
    }
}
