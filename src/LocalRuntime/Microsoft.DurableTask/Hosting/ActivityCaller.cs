namespace LocalRuntime.DurableTask;

/// <summary>One run of an instance, as the activities it asked for see it.</summary>
/// <param name="answer">Takes the activity's TaskCompleted or TaskFailed; must not throw.</param>
internal sealed class ActivityCaller(string instanceId, Action<HistoryRecord> answer)
{
    public string InstanceId => instanceId;

    public void Answer(HistoryRecord record) => answer(record);
}
