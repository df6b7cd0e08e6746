using AudioFunctions.Audio;
using AudioFunctions.Audio.Assembling;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;

namespace AudioFunctions.Takes;

/// <summary>Finishes a spoken take: assembles it with its silences, measures it, stores its record. Each step may run again after a crash.</summary>
public sealed class TakeFinisher(
    TakeFiles files,
    TakeAssembler assembler,
    AudioMeter meter,
    ScratchFolders scratch,
    SessionStore sessions,
    SpeechRateStore rates,
    TimeProvider clock)
{
    /// <summary>Stores the finished MP3 and the take's metadata if they aren't stored yet: a late run changes nothing.</summary>
    public async Task AssembleAsync(TakeKey take, CancellationToken cancellationToken)
    {
        var finished = files.IsFinishedAsync(take, cancellationToken);
        var planned = files.FindPlanAsync(take, cancellationToken);
        // A spoken take has at least one response.
        var first = files.FindRawAsync(take, 0, cancellationToken);
        await Task.WhenAll(finished, planned, first);
        if (await finished)
            return;

        var plan = await planned ?? await files.ReadPlanAsync(take, cancellationToken);
        var responses = new List<RawSpeech> { await first ?? await files.ReadRawAsync(take, 0, cancellationToken) };
        foreach (var segment in plan.Segments.Skip(1))
            responses.Add(await files.ReadRawAsync(take, segment.Index, cancellationToken));
        var dialogues = await files.DialogueCostsAsync(take, plan, cancellationToken);
        var spoken = SpokenTake.Of(plan, responses);

        using var folder = scratch.Create();
        var mp3 = folder.PathOf("take.mp3");
        var assembled = await AssembleAsync(take, plan, responses, spoken, mp3, cancellationToken);
        var isStored = files.AddAudioAsync(take, mp3, cancellationToken);
        var durationMs = meter.MeasureDurationMsAsync(mp3, cancellationToken);
        await Task.WhenAll(isStored, durationMs);
        // An earlier run's recording is kept and may be from another FFmpeg version: then its length must be measured from the stored file.
        int? measuredMs = await isStored ? await durationMs : null;
        await files.AddMetadataAsync(take, MetadataOf(plan, responses, dialogues, assembled) with { AudioDurationMs = measuredMs }, cancellationToken);
    }

    /// <summary>If one recording can't be decoded, the next take can still reuse the others.</summary>
    private async Task<AssembledTake> AssembleAsync(
        TakeKey take,
        TakePlan plan,
        List<RawSpeech> responses,
        IReadOnlyList<SpokenSegment> spoken,
        string mp3,
        CancellationToken cancellationToken)
    {
        try
        {
            return await assembler.AssembleAsync(spoken, plan.PauseMode, mp3, cancellationToken);
        }
        catch (AudioException failure) when (failure.Code == AudioErrors.UnreadableCode)
        {
            foreach (var index in await assembler.FindUnreadableAsync(spoken, plan.PauseMode, cancellationToken))
                await files.MarkUnreadableAsync(take, plan.Segments[index], responses[index], cancellationToken);
            throw;
        }
    }

    /// <returns>The length of the stored MP3 in milliseconds.</returns>
    public async Task<int> MeasureAsync(TakeKey take, CancellationToken cancellationToken)
    {
        if (await files.FindMetadataAsync(take, cancellationToken) is { AudioDurationMs: { } measuredMs })
            return measuredMs;

        using var folder = scratch.Create();
        var mp3 = folder.PathOf("take.mp3");
        await files.LoadAudioAsync(take, mp3, cancellationToken);
        return await meter.MeasureDurationMsAsync(mp3, cancellationToken);
    }

    /// <summary>Writes the take's record, which also selects the first take of a beat.</summary>
    /// <param name="select">Selects the take even if the beat has another selected.</param>
    /// <param name="rivals">Earlier takes of the same production: the take replaces one of these as the selected take if its verdict is better.</param>
    public async Task<TakeRecord> PersistAsync(
        TakeKey take, int audioDurationMs, bool select, IReadOnlyList<string> rivals, CancellationToken cancellationToken)
    {
        var planned = files.ReadPlanAsync(take, cancellationToken);
        var metadata = await files.ReadMetadataAsync(take, cancellationToken);
        var plan = await planned;
        var record = new TakeRecord(
            take.Id,
            take.BeatId,
            take.AudioPath,
            audioDurationMs,
            metadata.Provider,
            metadata.Model,
            metadata.BilledCharacters,
            plan.Direction,
            [.. plan.Segments.Select(Record)],
            metadata.Lines,
            metadata.Warnings,
            clock.GetUtcNow())
        {
            ReusedFrom = plan.ReusedFrom,
            RetakeOf = plan.RetakeOf,
            Quality = metadata.Quality,
            Wording = plan.Wording ?? "",
            Pronunciations = plan.Pronunciations ?? [],
            Pronounced = [.. plan.Segments.Select(Pronounced)],
        };
        // Only the run that added the take counts it: a crash may lose one sample, but none is counted twice. A copy gives no new sample, nor does a
        // retake of one line, whose other lines are already counted.
        if (!await sessions.AddTakeAsync(take.SessionId, record, select, rivals, cancellationToken))
            return record;
        TakeMetrics.Added(metadata.Provider, metadata.Model, isCopy: record.ReusedFrom is not null, record.Quality?.Verdict);
        if (record.ReusedFrom is null && record.RetakeOf is null)
            await rates.AddAsync(metadata.Provider, TakeSamples.Of(plan, metadata, audioDurationMs), cancellationToken);
        return record;
    }

    private static SegmentRecord Record(SpeechSegment segment) => new(
        segment.Character, segment.VoiceId, segment.Settings, segment.Text, segment.Model?.Id, segment.Edits.Count == 0 ? null : segment.Sent.Text);

    private static PronouncedSegment Pronounced(SpeechSegment segment) => new(
        [.. segment.Lines.Select(line => line.Start).Union(segment.Silences.Select(silence => silence.At)).Order()],
        [.. segment.Edits.Where(edit => edit.Length > 0 && !AudioTag.IsDisarmed(segment.Text, edit))]);

    /// <param name="dialogues">What each dialogue's recording was billed. Its copies, one per segment, were billed nothing.</param>
    private static TakeMetadata MetadataOf(
        TakePlan plan, List<RawSpeech> responses, IReadOnlyDictionary<int, int?> dialogues, AssembledTake assembled)
    {
        var own = plan.Segments.Zip(responses)
            .Where(pair => !pair.Second.IsDialogue || pair.First.Dialogue is not { } dialogue || !dialogues.ContainsKey(dialogue.Index))
            .Select(pair => pair.Second.BilledCharacters);
        var bills = own.Concat(dialogues.Values).ToList();
        var repeated = SpokenTake.Warnings(plan, responses, dialogues).ToList();
        return new TakeMetadata(
            responses[0].Provider,
            responses[0].Model,
            bills.Contains(null) ? null : bills.Sum(),
            assembled.DurationMs,
            assembled.Lines,
            [.. plan.Warnings ?? [], .. repeated, .. assembled.Warnings],
            assembled.Pauses,
            repeated.Count > 0 || (bills.Contains(0) && bills.Exists(bill => bill is not 0)),
            assembled.Quality,
            assembled.Words);
    }
}
