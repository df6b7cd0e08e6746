using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Telemetry;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>
/// Speaks a take: fixes its plan, then asks for one segment after the other and stores each raw answer before anything else.
/// A run after a crash finds the plan, the answers and the notes of what was sent; a request whose answer never arrived is looked for at
/// the service before the text is sent (and paid for) again. Of several runs at once, on whatever hosts, one asks at a time: the others
/// wait for its answers. When the host stops, the request under way is finished and stored, and no further one is sent.
/// </summary>
public sealed class TakeSpeaker(
    ScriptArchive scripts, VoiceProfileStore voices, TakeFiles files, ISpeechService speech, SpendingGate gate, RequestsUnderWay requests, TimeProvider clock)
{
    /// <summary>How many failed takes are looked at; the answers of those before are asked for again.</summary>
    private const int MaxFailed = 20;

    /// <param name="reuseTakeId">A failed take of the beat: its answers, and those of the failed takes before it, serve if the same would be asked again.</param>
    /// <returns>The number of segments, all of them spoken and stored.</returns>
    public async Task<int> SpeakAsync(
        TakeKey take, RegenerateSettings regenerate, string? reuseTakeId, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, requests.Stopping);
        await using var lease = await files.LeaseAsync(take, clock, stop.Token);
        var (plan, isNew) = await FixPlanAsync(take, regenerate, reuseTakeId, lease, stop.Token);
        if (!isNew && await IsSpokenAsync(take, plan, stop.Token))
            return plan.Segments.Count;

        var failed = await FindFailedAsync(take, reuseTakeId, stop.Token);
        foreach (var segment in plan.Segments)
        {
            stop.Token.ThrowIfCancellationRequested();
            if (!await lease.IsHeldAsync(stop.Token))
            {
                await lease.AcquireAsync(stop.Token);
                isNew = false;
            }

            if (!isNew && await files.HasRawAsync(take, segment.Index, stop.Token))
                continue;

            await SpeakAsync(take, segment, isNew, failed, stop.Token);
        }

        return plan.Segments.Count;
    }

    private Task<RawSpeech> SpeakAsync(
        TakeKey take, SpeechSegment segment, bool isNew, IReadOnlyList<FailedTake> failed, CancellationToken cancellationToken) =>
        Spans.RunAsync("speak segment", async span =>
        {
            span?.SetTag(SpanAttributes.Segment, segment.Index).SetTag(SpanAttributes.Characters, segment.CharacterCount)
                .SetTag(SpanAttributes.Provider, speech.Provider).SetTag(SpanAttributes.Model, speech.Model);
            var (raw, isPaidBefore) = await SpeakOnceAsync(take, segment, isNew, failed, cancellationToken);
            span?.SetTag(SpanAttributes.Credits, isPaidBefore ? 0 : raw.BilledCharacters).SetTag(SpanAttributes.IsPaidBefore, isPaidBefore);
            return raw;
        });

    /// <returns>The stored answer, and whether a failed take had it already.</returns>
    private async Task<(RawSpeech Raw, bool IsPaidBefore)> SpeakOnceAsync(
        TakeKey take, SpeechSegment segment, bool isNew, IReadOnlyList<FailedTake> failed, CancellationToken cancellationToken)
    {
        var same = failed
            .SelectMany(other => other.Plan.Segments.Where(asked => speech.IsSameQuestion(asked, segment)).Take(1).Select(asked => (other.Key, asked.Index)))
            .ToList();
        var found = await FindPaidAsync(same, cancellationToken);
        var journal = new TakeJournal(files, take, segment.Index, isNew, same);

        using var request = requests.Begin();
        if (found is null)
            await gate.PassAsync(take, segment, cancellationToken);
        var raw = found ?? await speech.SpeakAsync(segment, journal, cancellationToken);
        // Paid for: from here on the answer is stored even when the host is asked to stop.
        await files.SaveRawAsync(take, segment.Index, raw, CancellationToken.None);
        if (found is null)
            SpeechMetrics.Stored(raw, segment.CharacterCount);
        await journal.CloseAsync(CancellationToken.None);
        return (raw, found is not null);
    }

    private async Task<bool> IsSpokenAsync(TakeKey take, TakePlan plan, CancellationToken cancellationToken)
    {
        foreach (var segment in plan.Segments)
        {
            if (!await files.HasIndexedRawAsync(take, segment.Index, cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>The failed takes, newest first: each may have answers that the ones after it did not ask for.</summary>
    private async Task<IReadOnlyList<FailedTake>> FindFailedAsync(TakeKey take, string? failedTakeId, CancellationToken cancellationToken)
    {
        var failed = new List<FailedTake>();
        while (failedTakeId is not null && failed.Count < MaxFailed)
        {
            var key = take with { Id = failedTakeId };
            if (await files.FindPlanAsync(key, cancellationToken) is not { } plan)
                break;
            failed.Add(new FailedTake(key, plan));
            failedTakeId = plan.FailedTakeId;
        }

        return failed;
    }

    /// <summary>The stored answer to the same question, asked for a take that failed later.</summary>
    private async Task<RawSpeech?> FindPaidAsync(IReadOnlyList<(TakeKey Take, int Segment)> same, CancellationToken cancellationToken)
    {
        foreach (var (failed, segment) in same)
        {
            if (await files.FindRawAsync(failed, segment, cancellationToken) is { } raw && raw.Provider == speech.Provider && raw.Model == speech.Model)
                return raw;
        }

        return null;
    }

    /// <returns>The plan, and whether this run is the first that knows it: then it holds the lease, and nothing was asked for yet.</returns>
    private async Task<(TakePlan Plan, bool IsNew)> FixPlanAsync(
        TakeKey take, RegenerateSettings regenerate, string? failedTakeId, TakeLease lease, CancellationToken cancellationToken)
    {
        if (await files.FindPlanAsync(take, cancellationToken) is { } earlier)
            return (earlier, false);

        var plan = await PlanAsync(take, regenerate, cancellationToken) with { FailedTakeId = failedTakeId };
        return await TakeFiles.TryAddPlanAsync(lease, plan, cancellationToken)
            ? (plan, true)
            : (await files.ReadPlanAsync(take, cancellationToken), false);
    }

    private async Task<TakePlan> PlanAsync(TakeKey take, RegenerateSettings regenerate, CancellationToken cancellationToken)
    {
        var profiles = voices.ByCharacterAsync(cancellationToken);
        var script = await scripts.ReadParsedAsync(take.SessionId, cancellationToken);
        var plan = TakePlan.For(script.BeatOf(take.BeatId), script.PauseMode, await profiles, regenerate, speech.MaxCharacters, clock.GetUtcNow());
        return plan with { Warnings = speech.WarningsFor(plan.Segments) };
    }

    private sealed record FailedTake(TakeKey Key, TakePlan Plan);
}
