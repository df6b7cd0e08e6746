using AudioFunctions.Audio;

namespace AudioFunctions.Sessions;

/// <content>Selecting the best of several takes of one production.</content>
public sealed partial class SessionStore
{
    /// <returns>The rivals that the take is better than. Verdicts are written with the takes, and never change.</returns>
    private async Task<IReadOnlyCollection<string>> FindWorseAsync(
        string sessionId, TakeRecord take, IReadOnlyList<string> rivals, CancellationToken cancellationToken)
    {
        if (take.Quality?.Verdict is not QualityVerdict.Good)
            return [];
        var worse = new List<string>();
        foreach (var rival in rivals)
        {
            if (await FindTakeAsync(sessionId, rival, cancellationToken) is { Quality.Verdict: QualityVerdict.Suspect })
                worse.Add(rival);
        }

        return worse;
    }
}
