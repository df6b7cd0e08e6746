using AudioFunctions.Production;
using AudioFunctions.Sessions;
using AudioFunctions.Steps;
using AudioFunctions.Takes;
using Microsoft.DurableTask;
using Moq;

namespace AudioFunctions.Tests.Production;

/// <summary>
/// The engine finds the step of a result by its number. After a lost commit, results of the lost turn arrive, too, and other results may have
/// come first: the steps must get the same numbers as before.
/// </summary>
public sealed class StepOrderTests
{
    private static readonly NewBeat[] Beats = [.. new[] { "01_copied", "02_changed", "03_refused", "04_spoken", "05_last", "06_copied" }.Select(id => new NewBeat(id, id, "fed"))];

    [Fact]
    public async Task Steps_are_asked_for_in_one_order_whichever_ends_first()
    {
        var order = Assert.Single((await OrdersAsync(ordersSteps: true)).Distinct());

        // Beats are still finished while the next one is spoken, in the first round and in the second.
        Assert.Contains("SynthesizeBeat 05_last, MeasureTake 04_spoken, ", order, StringComparison.Ordinal);
        Assert.Contains("PersistTake 06_copied, FindSpokenBeats, SynthesizeBeat 02_changed, ", order, StringComparison.Ordinal);
        Assert.EndsWith(
            "SynthesizeBeat 05_last, MeasureTake 04_spoken, PersistTake 04_spoken, PadBeat 05_last, MeasureTake 05_last, PersistTake 05_last, "
                + "FindSpokenBeats, SetSessionStatus",
            order,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_history_keeps_its_order() => Assert.NotEmpty((await OrdersAsync(ordersSteps: false)).Distinct().Skip(1));

    /// <returns>For each of many productions, in which steps end in random orders, the steps it asked for.</returns>
    private static async Task<IReadOnlyList<string>> OrdersAsync(bool ordersSteps) =>
        [.. await Task.WhenAll(Enumerable.Range(0, 200).Select(seed => Task.Run(() => new RandomOrder(seed, ordersSteps).ProduceAsync())))];

    /// <summary>A production of which a random step ends next.</summary>
    private sealed class RandomOrder
    {
        private readonly Random _random;
        private readonly Mock<TaskOrchestrationContext> _context = new() { CallBase = true };
        private readonly List<string> _asked = [];
        private readonly List<Action> _running = [];
        private readonly Dictionary<string, string> _selected = [];

        public RandomOrder(int seed, bool ordersSteps)
        {
            _random = new Random(seed);
            _context.SetupGet(c => c.InstanceId).Returns("session");
            _context.Setup(c => c.GetInput<ProduceSessionInput>()).Returns(new ProduceSessionInput(null, "session", "earlier") { Takes = 2 });
            _context.Setup(c => c.SetCustomStatus(It.IsAny<object?>()));
            Answer<object?>(_ => null);
            Answer(input => input switch
            {
                SynthesizeInput { Take.BeatId: "03_refused" } => throw Failure<StepFailedException>("voice-not-found: There is no such voice."),
                // The first attempt only.
                SynthesizeInput { Take.BeatId: "04_spoken" } when _asked.Count(step => step == "SynthesizeBeat 04_spoken") == 1 =>
                    throw Failure<StepInterruptedException>("storage-unavailable: The storage is down."),
                _ => 1000,
            });
            Answer(input => input is PersistInput persist ? _selected[persist.Take.BeatId] = persist.Take.Id : null);
            Answer(_ => new ScriptOutline("t", "p", Beats));
            Answer(_ => new CreatedSession(DateTimeOffset.UnixEpoch, "seed") { OrdersSteps = ordersSteps });
            Answer<IReadOnlyList<ReusableTake>>(_ => [.. Beats.Where(beat => beat.BeatId is "01_copied" or "02_changed" or "06_copied").Select(beat => new ReusableTake(beat.BeatId, new TakeKey("earlier", beat.BeatId, "cccccccccccc")))]);
            Answer(input => input is ReuseInput { Take.BeatId: "01_copied" or "06_copied" } ? ReuseLevel.Recording : ReuseLevel.None);
            Answer<IReadOnlyList<SpokenBeat>>(input =>
                [.. ((SpokenBeatsInput)input!).BeatIds.Select(id => new SpokenBeat(id, _selected[id], 1000, IsSuspect: false, IsLocked: false))]);
        }

        public async Task<string> ProduceAsync()
        {
            var production = ProduceSession.Run(_context.Object);
            while (!production.IsCompleted)
            {
                var next = _random.Next(_running.Count);
                var end = _running[next];
                _running.RemoveAt(next);
                end();
            }

            await production;
            return string.Join(", ", _asked);
        }

        private void Answer<T>(Func<object?, T> answer) =>
            _context.Setup(c => c.CallActivityAsync<T>(It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
                .Returns((TaskName name, object? input, TaskOptions? _) =>
                {
                    var source = new TaskCompletionSource<T>();
                    _asked.Add($"{name} {BeatOf(input)}".Trim());
                    _running.Add(() => End(source, answer, input));
                    return source.Task;
                });

        private static void End<T>(TaskCompletionSource<T> source, Func<object?, T> answer, object? input)
        {
            T result;
            try
            {
                result = answer(input);
            }
            catch (TaskFailedException failure)
            {
                source.SetException(failure);
                return;
            }

            source.SetResult(result);
        }

        private static TaskFailedException Failure<T>(string text) =>
            new("SynthesizeBeat", 0, new TaskFailureDetails(typeof(T).FullName!, text, null, null, null));

        private static string? BeatOf(object? input) => input switch
        {
            TakeKey take => take.BeatId,
            SynthesizeInput speak => speak.Take.BeatId,
            ReuseInput reuse => reuse.Take.BeatId,
            PersistInput persist => persist.Take.BeatId,
            BeatFailureInput failure => failure.BeatId,
            _ => null,
        };
    }
}
