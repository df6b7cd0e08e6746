using AudioFunctions.Audio;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Voices;
using Microsoft.DurableTask;

namespace AudioFunctions.Production;

/// <summary>The current state of a beat that a production has spoken.</summary>
/// <param name="AudioDurationMs">Length of the selected take.</param>
public sealed record SpokenBeat(string BeatId, string? SelectedTakeId, int AudioDurationMs, bool IsSuspect, bool IsLocked)
{
    /// <summary>The take whose stored responses the next take may use, or null.</summary>
    public string? FailedTakeId { get; init; }

    /// <inheritdoc cref="BeatState.RecordsFailedTakes"/>
    public bool RecordsFailedTakes { get; init; }

    public static SpokenBeat Of(BeatRecord beat)
    {
        var selected = beat.SelectedTake();
        return new SpokenBeat(
            beat.BeatId, beat.SelectedTakeId, selected?.AudioDurationMs ?? 0, selected?.Quality?.Verdict == QualityVerdict.Suspect, beat.Locked)
        {
            FailedTakeId = beat.FailedTakeId,
            RecordsFailedTakes = true,
        };
    }
}

/// <summary>
/// More takes of the beats that a production has spoken. Every beat gets its first take before any gets a second, so a cancellation or a
/// used-up budget means fewer takes to choose from, but no missing beat. If a further take fails, the beat keeps the takes it has,
/// and the failed take's responses for the next one.
/// </summary>
internal sealed class FurtherTakes(
    TaskOrchestrationContext context, CreatedSession created, FinishingBeat finishing, Action<string> report)
{
    private readonly List<Entry> _entries = [];

    private bool _isStopped;

    /// <param name="index">Index of the beat in the script.</param>
    /// <param name="first">The task that makes its first take.</param>
    public void Add(int index, NewBeat beat, Task<BeatOutcome> first) => _entries.Add(new Entry(index, beat, first));

    /// <summary>
    /// Speaks each beat until it has <paramref name="takes"/> takes, then those whose selected take is suspect, up to
    /// <paramref name="autoRetakes"/> times more.
    /// </summary>
    /// <param name="outcomes">In script order; replaced for beats that get further takes.</param>
    public async Task RunAsync(int takes, int autoRetakes, List<Task<BeatOutcome>> outcomes)
    {
        if (takes <= 1 && autoRetakes <= 0)
            return;
        await Task.WhenAll(_entries.Select(entry => entry.First));
        // The last beat may be a copy.
        await finishing.WaitAsync();
        for (var number = 2; number <= takes + autoRetakes && !_isStopped; number++)
        {
            var wanted = await FindWantedAsync(onlySuspect: number > takes);
            if (wanted.Count == 0 && number > takes)
                break;
            foreach (var (entry, beat) in wanted)
            {
                await SpeakAsync(entry, beat, number);
                if (_isStopped)
                    break;
            }

            await Task.WhenAll(_entries.Select(entry => entry.Finishing));
        }

        await WriteAsync(outcomes);
    }

    private async Task<IReadOnlyList<(Entry Entry, SpokenBeat Beat)>> FindWantedAsync(bool onlySuspect)
    {
        var found = await FindAsync();
        return [.. from entry in _entries
                   where found.ContainsKey(entry.Beat.BeatId)
                   let beat = found[entry.Beat.BeatId]
                   where !beat.IsLocked && (!onlySuspect || (beat.IsSuspect && entry.Has(beat.SelectedTakeId)))
                   select (entry, beat)];
    }

    private async Task<Dictionary<string, SpokenBeat>> FindAsync()
    {
        IReadOnlyList<string> spoken = [.. _entries.Where(entry => entry.First.Result.Error is null).Select(entry => entry.Beat.BeatId)];
        if (spoken.Count == 0)
            return [];
        var input = new SpokenBeatsInput(context.InstanceId, spoken);
        var found = await context.CallActivityAsync<IReadOnlyList<SpokenBeat>>(SessionActivities.FindSpoken, input, StepFailures.RetryOptions);
        return found.ToDictionary(beat => beat.BeatId);
    }

    private async Task SpeakAsync(Entry entry, SpokenBeat beat, int number)
    {
        report(entry.Beat.BeatId);
        var take = BeatSteps.TakeOf(context, created.TakeSeed, entry.Beat, $"speak-{number}");
        try
        {
            var reuse = BeatSteps.ReusableFor(take, beat.FailedTakeId);
            await BeatSteps.SynthesizeAsync(
                context, finishing, new SynthesizeInput(take, RegenerateSettings.None, reuse, SeedOffset: number - 1, RulesOf: created.RulesOf));
        }
        catch (TaskFailedException failure)
        {
            var error = StepFailures.BeatErrorOf(failure);
            _isStopped = BeatSteps.StopsProduction(error);
            await RecordFailureAsync(beat, take, error);
            return;
        }

        // Runs while the next beat is spoken, as with first takes.
        entry.Finishing = finishing.Follow(FinishAsync(entry, beat, take));
    }

    private async Task FinishAsync(Entry entry, SpokenBeat beat, TakeKey take)
    {
        try
        {
            var completed = await BeatSteps.CompleteAsync(context, take, rivals: entry.TakeIds);
            entry.Further.Add(new FurtherTake(take, completed.AudioDurationMs));
        }
        catch (TaskFailedException failure)
        {
            await RecordFailureAsync(beat, take, StepFailures.BeatErrorOf(failure));
        }
    }

    /// <summary>The beat keeps the takes it has, and this one's responses for the next.</summary>
    private Task RecordFailureAsync(SpokenBeat beat, TakeKey take, BeatError error) =>
        beat.RecordsFailedTakes ? BeatSteps.RecordFailureAsync(context, take, error) : Task.CompletedTask;

    private async Task WriteAsync(List<Task<BeatOutcome>> outcomes)
    {
        var further = _entries.Where(entry => entry.Further.Count > 0).ToList();
        if (further.Count == 0)
            return;
        var found = await FindAsync();
        foreach (var entry in further)
        {
            found.TryGetValue(entry.Beat.BeatId, out var beat);
            outcomes[entry.Index] = Task.FromResult(entry.First.Result with
            {
                Further = entry.Further,
                SelectedTakeId = beat?.SelectedTakeId ?? entry.First.Result.SelectedTakeId,
                SelectedDurationMs = beat?.AudioDurationMs,
            });
        }
    }

    private sealed class Entry(int index, NewBeat beat, Task<BeatOutcome> first)
    {
        public int Index => index;

        public NewBeat Beat => beat;

        public Task<BeatOutcome> First => first;

        public Task Finishing { get; set; } = Task.CompletedTask;

        public List<FurtherTake> Further { get; } = [];

        public IReadOnlyList<string> TakeIds => [first.Result.Take.Id, .. Further.Select(take => take.Take.Id)];

        public bool Has(string? takeId) => takeId is not null && TakeIds.Contains(takeId);
    }
}
