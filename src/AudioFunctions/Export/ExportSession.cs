using AudioFunctions.Platform;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AudioFunctions.Export;

/// <summary>
/// Copies each selected take to its clean name, makes the other requested files, writes the manifest and marks the session exported. The
/// master and the lossless files take longest and need disk space, so they come first: if they fail, the last export's files are unchanged.
/// </summary>
public static class ExportSession
{
    /// <summary>A storage contract: don't rename.</summary>
    public const string Name = nameof(ExportSession);

    /// <summary>A session has one export at a time; a request for the same content joins it.</summary>
    public static string InstanceIdFor(string sessionId) => $"export-{sessionId}";

    [Function(Name)]
    public static Task<ExportOutput> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        StepFailures.OrchestrateAsync(context, () => ExportAsync(context));

    private static async Task<ExportOutput> ExportAsync(TaskOrchestrationContext context)
    {
        var input = context.GetInput<ExportSessionInput>() ?? throw new InvalidOperationException("ExportSession needs a session_id.");
        var (sessionId, options) = (input.SessionId, input.Options ?? ExportOptions.None);
        var run = new ExportRun(sessionId, input.ExportId ?? "");
        var (plan, begunAt) = await context.CallActivityAsync<PlannedExport>(ExportActivities.Plan, run, StepFailures.RetryOptions);
        plan = plan.Fitted(options.Fit);
        var stages = new Stages(context, plan, options);

        var sound = options.NeedsSound ? await stages.MakeSoundAsync(run) : null;
        var master = sound is not null ? sound.Master : options.Master ? await stages.JoinAsync(run) : null;
        var copies = options.ChangesSound ? sound!.Copies : await stages.CopyAsync(run);
        var captions = options.Captions ? await stages.CaptionAsync(run, master) : [];
        var words = options.Words ? await stages.TimeWordsAsync(run, master) : null;
        var manifest = new ManifestInput(run, plan, copies, begunAt, master, captions, options.Zip, words, sound);
        if (options.Zip)
            await stages.ZipAsync(manifest);
        await context.CallActivityAsync(ExportActivities.Finish, manifest, StepFailures.RetryOptions);

        stages.Done();
        return new ExportOutput(
            [.. manifest.Contents().FileNames(), .. options.Zip ? [ExportFiles.ZipName] : Array.Empty<string>()],
            plan.Skipped,
            plan.Items.Sum(item => item.LengthMs),
            $"{ExportFiles.ContainerName}/{sessionId}/");
    }

    /// <summary>The stages, shown in the custom status.</summary>
    private sealed class Stages(TaskOrchestrationContext context, ExportPlan plan, ExportOptions options)
    {
        private readonly int _count = new[]
        {
            options.Master || options.NeedsSound, !options.ChangesSound, options.Captions, options.Words, options.Zip,
        }.Count(isAsked => isAsked);

        private int _number;

        public Task<ExportedMaster> JoinAsync(ExportRun run)
        {
            Begin("joining");
            return context.CallActivityAsync<ExportedMaster>(ExportActivities.Master, new MasterInput(run, plan), StepFailures.RetryOptions);
        }

        public Task<ExportedSound> MakeSoundAsync(ExportRun run)
        {
            Begin("joining");
            return context.CallActivityAsync<ExportedSound>(ExportActivities.Sound, new SoundInput(run, plan, options), StepFailures.RetryOptions);
        }

        public Task<ExportedCopy[]> CopyAsync(ExportRun run)
        {
            Begin("copying");
            return Task.WhenAll(plan.Items.Select(item =>
                context.CallActivityAsync<ExportedCopy>(ExportActivities.Copy, new CopyInput(run, item), StepFailures.RetryOptions)));
        }

        public Task<IReadOnlyList<ExportedCaptions>> CaptionAsync(ExportRun run, ExportedMaster? master)
        {
            Begin("captions");
            var input = new CaptionsInput(run, plan, master);
            return context.CallActivityAsync<IReadOnlyList<ExportedCaptions>>(ExportActivities.Captions, input, StepFailures.RetryOptions);
        }

        public Task<ExportedWords> TimeWordsAsync(ExportRun run, ExportedMaster? master)
        {
            Begin("words");
            return context.CallActivityAsync<ExportedWords>(ExportActivities.Words, new CaptionsInput(run, plan, master, options.Captions), StepFailures.RetryOptions);
        }

        public Task ZipAsync(ManifestInput manifest)
        {
            Begin("zipping");
            return context.CallActivityAsync(ExportActivities.Zip, manifest, StepFailures.RetryOptions);
        }

        public void Done() => Report("done");

        private void Begin(string stage)
        {
            _number++;
            Report(stage);
        }

        private void Report(string stage) => context.SetCustomStatus(new ExportProgress(stage, _number, _count, plan.Items.Count, plan.Selection()));
    }
}
