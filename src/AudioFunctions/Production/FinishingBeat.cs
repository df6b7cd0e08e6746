namespace AudioFunctions.Production;

/// <summary>
/// The beat that is finished while the next one is spoken. What follows either of them waits for both, so a production asks for its steps in
/// one order, whichever ends first. The engine numbers steps in that order, sends them before it commits the turn, and finds the step of a
/// result by its number alone: after a lost commit, another order would give a step the result of another one.
/// </summary>
/// <param name="ordersSteps">See <see cref="Sessions.CreatedSession.OrdersSteps"/>.</param>
internal sealed class FinishingBeat(bool ordersSteps)
{
    private Task _finishing = Task.CompletedTask;

    /// <summary>To be awaited after each step that overlaps with finishing a beat.</summary>
    public Task WaitAsync() => ordersSteps ? _finishing : Task.CompletedTask;

    /// <param name="finishing">The running task that finishes the beat.</param>
    public TTask Follow<TTask>(TTask finishing)
        where TTask : Task
    {
        _finishing = finishing;
        return finishing;
    }
}
