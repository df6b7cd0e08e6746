using AudioFunctions.Steps;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AudioFunctions.Export;

/// <summary>Input of <c>ExportSession</c>.</summary>
public sealed record ExportSessionInput(string SessionId);

/// <summary>Output of <c>ExportSession</c>.</summary>
public sealed record ExportOutput(
    IReadOnlyList<string> ExportedFiles, IReadOnlyList<SkippedBeat> Skipped, int TotalDurationMs, string ExportPath);

/// <summary>Copies each selected take to its clean name, writes the manifest and marks the session exported.</summary>
public static class ExportSession
{
    /// <summary>A storage contract: never renamed.</summary>
    public const string Name = nameof(ExportSession);

    /// <summary>One export of a session at a time: a request while one runs joins it.</summary>
    public static string InstanceIdFor(string sessionId) => $"export-{sessionId}";

    [Function(Name)]
    public static async Task<ExportOutput> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var sessionId = context.GetInput<ExportSessionInput>()?.SessionId ?? throw new InvalidOperationException("ExportSession needs a session_id.");
        var plan = await context.CallActivityAsync<ExportPlan>(ExportActivities.Plan, sessionId, StepFailures.RetryOptions);
        var copies = new List<Task<ExportedCopy>>();
        foreach (var item in plan.Items)
            copies.Add(context.CallActivityAsync<ExportedCopy>(ExportActivities.Copy, new CopyInput(sessionId, item), StepFailures.RetryOptions));

        var manifest = new ManifestInput(sessionId, plan, await Task.WhenAll(copies), context.CurrentUtcDateTime);
        await context.CallActivityAsync(ExportActivities.Finish, manifest, StepFailures.RetryOptions);
        return new ExportOutput(
            [.. plan.Items.Select(item => item.FileName)],
            plan.Skipped,
            plan.Items.Sum(item => item.DurationMs),
            $"{ExportFiles.ContainerName}/{sessionId}/");
    }
}
