namespace Microsoft.Azure.Functions.Worker;

/// <summary>The addresses to manage one orchestration with. Each carries a key that can manage every instance.</summary>
public class HttpManagementPayload
{
    public string? Id { get; internal set; }

    public string? StatusQueryGetUri { get; internal set; }

    /// <summary>Holds the placeholder <c>{eventName}</c>.</summary>
    public string? SendEventPostUri { get; internal set; }

    /// <summary>Holds the placeholder <c>{text}</c> for a reason, as do those to suspend and resume.</summary>
    public string? TerminatePostUri { get; internal set; }

    /// <summary>Always null: not every version of the official extension can rewind.</summary>
    public string? RewindPostUri { get; internal set; }

    public string? PurgeHistoryDeleteUri { get; internal set; }

    public string? RestartPostUri { get; internal set; }

    public string? SuspendPostUri { get; internal set; }

    public string? ResumePostUri { get; internal set; }
}
