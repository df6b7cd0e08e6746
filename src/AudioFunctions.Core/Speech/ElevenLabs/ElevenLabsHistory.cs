using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Finds the speech of a request whose response was lost, so that it isn't billed again.</summary>
internal sealed class ElevenLabsHistory(ElevenLabsClient client, ClaimedResponses used, ILogger logger)
{
    private const int PageSize = 100;

    /// <summary>10,000 requests of one voice while the response may arrive: far more than are spoken in that time.</summary>
    private const int MaxPages = 100;

    /// <summary>How far the service's clock may be behind our estimate of it; its times are also rounded to whole seconds.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>Extra range of the history search, in case the service's clock wasn't known when the request was sent.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(1);

    /// <summary>
    /// The first unclaimed item that matches <paramref name="request"/>; neither speech nor failure if there is none. A search that fails is a
    /// failure: if we can't tell whether it was billed, we don't resend.
    /// </summary>
    /// <param name="sentSince">By the service's clock.</param>
    /// <param name="responseBy">When the response can't arrive any more, by the same clock.</param>
    public async Task<SpeechOutcome> FindAsync(
        IElevenLabsRequest request,
        Attempts attempts,
        DateTimeOffset sentSince,
        DateTimeOffset responseBy,
        CancellationToken cancellationToken)
    {
        var since = sentSince - ClockTolerance;
        var matches = new List<HistoryItem>();
        string? after = null;
        var pages = 0;
        do
        {
            var response = await client.ListHistoryAsync(
                request.HistoryVoice, since, responseBy + ClockSlack, PageSize, after, cancellationToken);
            if (response.Failure is { } failure)
                return Unknown(failure);
            if (HistoryPage.Read(response.Body) is not { } read)
                return Unknown(new SpeechFailure(FailureKind.Unavailable, SpeechCodes.ResponseUnusable, "the list is an HTML page."));

            matches.AddRange(read.Items.Where(item => item.IsReady
                && item.CreatedAt >= since
                && request.IsAnsweredBy(item)
                && (attempts.Lost?.Ids is not { } ids || item.Ids.Any(ids.Contains))));
            after = read.NextAfter(since);
        }
        while (after is not null && ++pages < MaxPages);

        // An item dated before the request probably belongs to another request.
        var likeliestFirst = matches.OrderBy(m => m.CreatedAt < sentSince.AddSeconds(-1)).ThenBy(m => m.CreatedAt).ToList();
        var found = await FirstUsableAsync(
            await OwnFirstAsync(likeliestFirst, attempts.Journal, cancellationToken), request, attempts, cancellationToken);
        return found == SpeechOutcome.Nothing && after is not null
            ? Unknown(new SpeechFailure(FailureKind.Refused, SpeechCodes.ResponseLost, "it has too many entries."))
            : found;
    }

    /// <summary>The response that this segment reserved comes first: if it used another segment's, its own would be billed and unused.</summary>
    private static async Task<IReadOnlyList<HistoryItem>> OwnFirstAsync(
        List<HistoryItem> matches, IRequestJournal journal, CancellationToken cancellationToken)
    {
        for (var at = 1; at < matches.Count; at++)
        {
            if (await journal.HoldsAsync(matches[at].Ids, cancellationToken))
                return [matches[at], .. matches.Where(item => item != matches[at])];
        }

        return matches;
    }

    private async Task<SpeechOutcome> FirstUsableAsync(
        IEnumerable<HistoryItem> matches, IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        foreach (var item in matches)
        {
            if (!used.TryClaim(attempts.Journal.Owner, item.Ids))
                continue;

            var speech = SpeechOutcome.Nothing;
            try
            {
                if (await attempts.Journal.TryClaimAsync(item.Ids, cancellationToken))
                    speech = await FetchOrReleaseAsync(item, request, attempts, cancellationToken);
            }
            finally
            {
                if (speech.Speech is null)
                    used.Release(item.Ids);
            }

            if (speech != SpeechOutcome.Nothing)
                return speech;
        }

        return SpeechOutcome.Nothing;
    }

    private async Task<SpeechOutcome> FetchOrReleaseAsync(
        HistoryItem item, IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var speech = await FetchAsync(item, request, attempts, cancellationToken);
        // A damaged response stays reserved: it belongs to this segment unless a better copy is found.
        if (speech.Speech is null && attempts.UnusableCopy?.Speech.HistoryItemId != item.Id)
            await attempts.Journal.ReleaseAsync(item.Ids, cancellationToken);
        return speech;
    }

    private async Task<SpeechOutcome> FetchAsync(
        HistoryItem item, IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        // Already fetched.
        if (attempts.UnusableItems.Contains(item.Id))
            return SpeechOutcome.Nothing;

        var response = await client.GetHistoryAudioAsync(item.Id, cancellationToken);
        if (response.Failure is { Kind: FailureKind.Refused, Code: SpeechCodes.RequestInvalid })
        {
            // Listed, but its owner deleted the audio: nothing can be recovered. Any other refusal concerns the account.
            if (attempts.Gone.Add(item.Id))
                SpeechLog.HistoryAudioGone(logger, item.RequestId);
            return SpeechOutcome.Nothing;
        }

        if (response.Failure is { } failure)
            return Unknown(failure);
        if (response.Headers is { IsText: true })
            return Unknown(new SpeechFailure(FailureKind.Unavailable, SpeechCodes.ResponseUnusable, "its audio is an HTML page."));

        var speech = new RawSpeech(
            HistoryPage.ToResponse(response.Body, item.Alignments),
            SpeechOptions.ElevenLabsProvider,
            request.ModelId,
            item.BilledCharacters,
            item.RequestId,
            item.Id);
        if (ResponseCheck.DefectOf(speech, request.Text) is { } defect)
        {
            SpeechLog.HistoryAudioUnusable(logger, item.RequestId, defect);
            attempts.UnusableItems.Add(item.Id);
            attempts.UnusableCopy ??= (speech, defect);
            return SpeechOutcome.Nothing;
        }

        SpeechLog.FoundInHistory(logger, item.RequestId);
        return speech;
    }

    private static SpeechFailure Unknown(SpeechFailure failure) => failure with
    {
        Kind = failure.IsTransient ? FailureKind.Unavailable : FailureKind.Refused,
        Code = SpeechCodes.ResponseLost,
        Message = "A response may be lost, and the history that would show whether it was billed can't be read: " + failure.Message,
    };
}
