using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Finds the speech of a request whose answer got lost, so that it is not paid for again.</summary>
internal sealed class ElevenLabsHistory(ElevenLabsClient client, ClaimedResponses used, ILogger logger)
{
    private const int PageSize = 100;

    /// <summary>Ten thousand requests of one voice while the answer may come: far more than are spoken in that time.</summary>
    private const int MaxPages = 100;

    /// <summary>How far the service's clock may be behind what we take it for; its times are in whole seconds besides.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>How much longer than an answer may take the history is read, in case nobody knew the service's clock when the request was sent.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(1);

    /// <summary>
    /// The first unused item that answers <paramref name="request"/>; neither speech nor failure if there is none. A look-up that fails
    /// is a failure: if we can't tell whether it was billed, we don't resend.
    /// </summary>
    /// <param name="sentSince">By the service's clock.</param>
    /// <param name="answeredBy">When an answer can't come any more, by the same clock.</param>
    public async Task<SpeechOutcome> FindAsync(
        IElevenLabsRequest request,
        Attempts attempts,
        DateTimeOffset sentSince,
        DateTimeOffset answeredBy,
        CancellationToken cancellationToken)
    {
        var since = sentSince - ClockTolerance;
        var matches = new List<HistoryItem>();
        string? after = null;
        var pages = 0;
        do
        {
            var answer = await client.ListHistoryAsync(
                request.HistoryVoice, since, answeredBy + ClockSlack, PageSize, after, cancellationToken);
            if (answer.Failure is { } failure)
                return Unknown(failure);
            if (HistoryPage.Read(answer.Body) is not { } read)
                return Unknown(new SpeechFailure(FailureKind.Unavailable, SpeechCodes.AnswerUnusable, "the list came as a page."));

            matches.AddRange(read.Items.Where(item => item.IsReady
                && item.CreatedAt >= since
                && request.IsAnsweredBy(item)
                && (attempts.Lost?.Ids is not { } ids || item.Ids.Any(ids.Contains))));
            after = read.NextAfter(since);
        }
        while (after is not null && ++pages < MaxPages);

        // What the clocks put before the request is more likely somebody else's.
        var likeliestFirst = matches.OrderBy(m => m.CreatedAt < sentSince.AddSeconds(-1)).ThenBy(m => m.CreatedAt).ToList();
        var found = await FirstUsableAsync(
            await OwnFirstAsync(likeliestFirst, attempts.Journal, cancellationToken), request, attempts, cancellationToken);
        return found == SpeechOutcome.Nothing && after is not null
            ? Unknown(new SpeechFailure(FailureKind.Refused, SpeechCodes.AnswerLost, "it has too many entries."))
            : found;
    }

    /// <summary>What this segment reserved is its own; to take another's in its place would leave it paid for and unused.</summary>
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
        // A damaged one stays reserved: it is this segment's, unless a better one is found.
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

        var answer = await client.GetHistoryAudioAsync(item.Id, cancellationToken);
        if (answer.Failure is { Kind: FailureKind.Refused, Code: SpeechCodes.RequestInvalid })
        {
            // Listed but gone (its owner deleted it): nothing is left to be had for the money. Any other refusal is of the account.
            if (attempts.Gone.Add(item.Id))
                SpeechLog.HistoryAudioGone(logger, item.RequestId);
            return SpeechOutcome.Nothing;
        }

        if (answer.Failure is { } failure)
            return Unknown(failure);
        if (answer.Headers is { IsText: true })
            return Unknown(new SpeechFailure(FailureKind.Unavailable, SpeechCodes.AnswerUnusable, "its audio came as a page."));

        var speech = new RawSpeech(
            HistoryPage.ToAnswer(answer.Body, item.Alignments),
            SpeechOptions.ElevenLabsProvider,
            request.ModelId,
            item.BilledCharacters,
            item.RequestId,
            item.Id);
        if (ResponseCheck.FlawOf(speech, request.Text) is { } flaw)
        {
            SpeechLog.HistoryAudioUnusable(logger, item.RequestId, flaw);
            attempts.UnusableItems.Add(item.Id);
            attempts.UnusableCopy ??= (speech, flaw);
            return SpeechOutcome.Nothing;
        }

        SpeechLog.FoundInHistory(logger, item.RequestId);
        return speech;
    }

    private static SpeechFailure Unknown(SpeechFailure failure) => failure with
    {
        Kind = failure.IsTransient ? FailureKind.Unavailable : FailureKind.Refused,
        Code = SpeechCodes.AnswerLost,
        Message = "An answer of ElevenLabs may have got lost, and its history, which says whether it was paid for, cannot be read: "
            + failure.Message,
    };
}
