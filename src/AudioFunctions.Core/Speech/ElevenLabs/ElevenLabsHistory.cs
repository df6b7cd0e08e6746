using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Finds the speech of a request whose answer got lost, so that it is not paid for again.</summary>
internal sealed class ElevenLabsHistory(ElevenLabsClient client, UsedAnswers used, ILogger logger)
{
    private const int PageSize = 100;

    /// <summary>A thousand requests of one voice since the lost one: far more than a process sends before it looks.</summary>
    private const int MaxPages = 10;

    /// <summary>How far the service's clock may be behind ours; its times are in whole seconds besides.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The first unused item that answers <paramref name="request"/>; neither speech nor failure where there is none. A look-up that fails
    /// is a failure: who does not know whether it was paid for must not pay.
    /// </summary>
    public async Task<SpeechOutcome> FindAsync(ElevenLabsRequest request, DateTimeOffset sentSince, CancellationToken cancellationToken)
    {
        var since = sentSince - ClockTolerance;
        var matches = new List<HistoryItem>();
        string? after = null;
        var pages = 0;
        do
        {
            var answer = await client.ListHistoryAsync(request.VoiceId, since, PageSize, after, cancellationToken);
            if (answer.Failure is { } failure)
                return Unknown(failure);
            if (HistoryPage.Read(answer.Body) is not { } read)
                return Unknown(new SpeechFailure(FailureKind.Unavailable, SpeechCodes.AnswerUnusable, "the list came as a page."));

            matches.AddRange(read.Items.Where(item => item.CreatedAt >= since && item.IsAnswerTo(request)));
            after = read.NextAfter(since);
        }
        while (after is not null && ++pages < MaxPages);

        // What the clocks put before the request is more likely somebody else's.
        var likeliestFirst = matches.OrderBy(m => m.CreatedAt < sentSince.AddSeconds(-1)).ThenBy(m => m.CreatedAt);
        return await FirstUsableAsync(likeliestFirst, request, cancellationToken);
    }

    private async Task<SpeechOutcome> FirstUsableAsync(
        IEnumerable<HistoryItem> matches, ElevenLabsRequest request, CancellationToken cancellationToken)
    {
        foreach (var item in matches)
        {
            if (!used.TryClaim(item.Id, item.RequestId))
                continue;

            var speech = SpeechOutcome.Nothing;
            try
            {
                speech = await FetchAsync(item, request, cancellationToken);
            }
            finally
            {
                if (speech.Speech is null)
                    used.Release(item.Id, item.RequestId);
            }

            if (speech != SpeechOutcome.Nothing)
                return speech;
        }

        return SpeechOutcome.Nothing;
    }

    private async Task<SpeechOutcome> FetchAsync(HistoryItem item, ElevenLabsRequest request, CancellationToken cancellationToken)
    {
        var answer = await client.GetHistoryAudioAsync(item.Id, cancellationToken);
        if (answer.Failure is { Kind: FailureKind.Refused, Code: not SpeechCodes.Unauthorized })
        {
            // Listed but gone (its owner deleted it): nothing is left to be had for the money.
            SpeechLog.HistoryAudioGone(logger, item.RequestId);
            return SpeechOutcome.Nothing;
        }

        if (answer.Failure is { } failure)
            return Unknown(failure);
        if (answer.Headers is { IsText: true })
            return Unknown(new SpeechFailure(FailureKind.Unavailable, SpeechCodes.AnswerUnusable, "its audio came as a page."));

        SpeechLog.FoundInHistory(logger, item.RequestId);
        return new RawSpeech(
            HistoryPage.ToAnswer(answer.Body, item.Alignments),
            SpeechOptions.ElevenLabsProvider,
            request.ModelId,
            item.BilledCharacters,
            item.RequestId);
    }

    private static SpeechFailure Unknown(SpeechFailure failure) => failure with
    {
        Kind = failure.IsTransient ? FailureKind.Unavailable : FailureKind.Refused,
        Code = SpeechCodes.AnswerLost,
        Message = "An answer of ElevenLabs may have got lost, and its history, which says whether it was paid for, cannot be read: "
            + failure.Message,
    };
}
