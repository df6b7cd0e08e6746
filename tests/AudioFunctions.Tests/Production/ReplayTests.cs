using AudioFunctions.Beats;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.DurableTask;
using Moq;

namespace AudioFunctions.Tests.Production;

/// <summary>
/// The Azure Storage engine sends activities before it commits the turn that scheduled them. If the commit is lost, the turn is replayed at
/// another time, although its activities run. It must then schedule the same activities as before.
/// </summary>
public sealed class ReplayTests
{
    private static readonly TakeKey Earlier = new("earlier", "02_b", "cccccccccccc");

    private static readonly RegenerateBeatInput Regeneration = new("session", "01_a", RegenerateSettings.None, null, Select: true, "0123");

    [Fact]
    public async Task Production_replayed_at_another_time_calls_the_same_activities()
    {
        var first = await ProduceAsync("seed", DateTime.UnixEpoch);
        var second = await ProduceAsync("seed", DateTime.UnixEpoch.AddSeconds(1));

        Assert.Equal(first, second);
        // Two beats are spoken, one of them after an attempt to copy it.
        Assert.Equal(3, first.Select(TakeIdOf).OfType<string>().Distinct().Count());
    }

    [Fact]
    public async Task Next_production_of_a_session_makes_other_takes()
    {
        var first = await ProduceAsync("seed", DateTime.UnixEpoch);
        var second = await ProduceAsync("other", DateTime.UnixEpoch);

        Assert.Empty(first.Select(TakeIdOf).OfType<string>().Intersect(second.Select(TakeIdOf)));
    }

    [Fact]
    public async Task Regeneration_replayed_at_another_time_makes_the_same_take()
    {
        var first = await RegenerateAsync(Regeneration, "one", DateTime.UnixEpoch);
        var second = await RegenerateAsync(Regeneration, "one", DateTime.UnixEpoch.AddSeconds(1));

        Assert.Equal(first, second);
        Assert.Matches("^[0-9a-f]{12}$", first.TakeId);
    }

    [Fact]
    public async Task Another_regeneration_makes_another_take()
    {
        string[] ids =
        [
            (await RegenerateAsync(Regeneration, "one", DateTime.UnixEpoch)).TakeId,
            (await RegenerateAsync(Regeneration, "two", DateTime.UnixEpoch)).TakeId,
            // The same id after its history was purged.
            (await RegenerateAsync(Regeneration with { TakeSeed = "4567" }, "one", DateTime.UnixEpoch)).TakeId,
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    /// <returns>The inputs of the activities, in order.</returns>
    private static async Task<IReadOnlyList<object?>> ProduceAsync(string takeSeed, DateTime now)
    {
        var asked = new List<object?>();
        var context = Context("session", new ProduceSessionInput(null, "session", "earlier"), now, asked);
        var outline = new ScriptOutline("t", "p", [new NewBeat("01_a", "A", "every-coon"), new NewBeat("02_b", "B", "every-coon")]);
        Answer(context, asked, outline);
        Answer(context, asked, new CreatedSession(DateTimeOffset.UnixEpoch, takeSeed));
        Answer<IReadOnlyList<ReusableTake>>(context, asked, [new ReusableTake("02_b", Earlier)]);
        Answer(context, asked, ReuseLevel.None);

        await ProduceSession.Run(context.Object);
        // Compare lists by their items.
        return [.. asked.Select(input => input is NewSession session ? session.SessionId : input)];
    }

    private static Task<RegeneratedTake> RegenerateAsync(RegenerateBeatInput input, string instanceId, DateTime now) =>
        RegenerateBeat.Run(Context(instanceId, input, now, []).Object);

    private static Mock<TaskOrchestrationContext> Context<TInput>(string instanceId, TInput input, DateTime now, List<object?> asked)
    {
        var context = new Mock<TaskOrchestrationContext> { CallBase = true };
        context.SetupGet(c => c.InstanceId).Returns(instanceId);
        context.SetupGet(c => c.CurrentUtcDateTime).Returns(now);
        context.Setup(c => c.NewGuid()).Returns(Guid.NewGuid);
        context.Setup(c => c.GetInput<TInput>()).Returns(input);
        context.Setup(c => c.SetCustomStatus(It.IsAny<object?>()));
        // The setup for every type comes first, because later setups take precedence.
        Answer<object>(context, asked, null!);
        Answer(context, asked, 1000);
        Answer<string?>(context, asked, null);
        return context;
    }

    private static void Answer<T>(Mock<TaskOrchestrationContext> context, List<object?> asked, T answer) =>
        context.Setup(c => c.CallActivityAsync<T>(It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Callback((TaskName _, object? input, TaskOptions? _) => asked.Add(input))
            .ReturnsAsync(answer);

    private static string? TakeIdOf(object? input) => input switch
    {
        SynthesizeInput synthesize => synthesize.Take.Id,
        ReuseInput reuse => reuse.Take.Id,
        _ => null,
    };
}
