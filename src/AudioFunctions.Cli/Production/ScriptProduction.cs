using System.Diagnostics;
using System.Net;
using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Export;
using AudioFunctions.Cli.Scripts;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Production;

/// <summary>Starts a script's production and follows it to the end.</summary>
/// <param name="project">Overrides the script's project.</param>
/// <param name="outlivesRun">Whether the app keeps running when this run is stopped, and would continue a production that isn't cancelled.</param>
public sealed class ScriptProduction(AudioFunctionsClient client, InstanceWatch watch, Screen screen, string? project, bool outlivesRun)
{
    /// <summary>How many diagnostics are printed: a few screens.</summary>
    private const int MaxShown = 100;

    private const string Cancelled = "cancelled";
    private const string BudgetReached = "budget-reached";

    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(10);

    private ScriptOutline? _outline;

    /// <summary>The production's result; null if the script is invalid, which is printed.</summary>
    /// <exception cref="RunException">The production ended without an output, or has too little disk space to start.</exception>
    public async Task<ProductionOutput?> RunAsync(
        ScriptFile script, StartOptions options, RunRecord record, ExportSpace space, CancellationToken cancellationToken)
    {
        // A resumed production was estimated when it started.
        if (!record.IsResumed && await EstimateAsync(script, options, cancellationToken) is { Estimate: { } estimate })
        {
            screen.Line(CostLines.Expected(estimate));
            RequireSpace(space, estimate, record);
        }

        var (started, invalid) = await StartAsync(script, options, record, cancellationToken);
        if (invalid is not null)
        {
            record.Forget();
            ShowInvalid(script, invalid);
            return null;
        }

        try
        {
            return await FinishAsync(script, started!, options.ToContinue(), record, cancellationToken);
        }
        catch (OperationCanceledException) when (outlivesRun && cancellationToken.IsCancellationRequested)
        {
            await CancelAsync(started!.SessionId!);
            throw;
        }
    }

    /// <summary>
    /// Whether the next run can go on with the session. One that was stopped may have paid for a part of its first beat; if all beats failed
    /// otherwise, the next run starts anew.
    /// </summary>
    public static bool CanBeContinued(ProductionOutput output) =>
        output.Beats.Any(beat => beat.Error is not null) && output.Beats.Any(beat => beat.Error?.Code is null or BudgetReached or Cancelled);

    /// <summary>Prints what is wrong with a script and what it would cost; speaks nothing.</summary>
    /// <returns>Whether the script is valid.</returns>
    public async Task<bool> CheckAsync(ScriptFile script, StartOptions options, CancellationToken cancellationToken)
    {
        var (estimate, invalid) = await EstimateAsync(script, options, cancellationToken);
        if (invalid is not null)
        {
            ShowInvalid(script, invalid);
            return false;
        }

        var validation = await client.ValidateAsync(script.Content, project, cancellationToken);
        Show(script, [.. validation.Diagnostics.Where(diagnostic => !diagnostic.IsError)]);
        screen.Line(CostLines.Expected(estimate!));
        screen.Line($"{Printable.From(script.Path)} is valid. Nothing was produced.");
        return true;
    }

    /// <summary>Nothing has been started yet, so the next run isn't to take this one for an interrupted one.</summary>
    private static void RequireSpace(ExportSpace space, ScriptEstimate estimate, RunRecord record)
    {
        try
        {
            space.Require(estimate);
        }
        catch (RunException)
        {
            record.Forget();
            throw;
        }
    }

    /// <summary>Requested once; null if the script is invalid.</summary>
    public async Task<ScriptOutline?> FindOutlineAsync(ScriptFile script, CancellationToken cancellationToken) =>
        _outline ??= (await client.ParseAsync(script.Content, project, cancellationToken)).Outline;

    private Task<(ScriptEstimate? Estimate, Validation? Invalid)> EstimateAsync(
        ScriptFile script, StartOptions options, CancellationToken cancellationToken) =>
        ReusingAsync(options, with => client.EstimateAsync(script.Content, with, cancellationToken));

    /// <summary>Repeats a request without the session to reuse if that session has been deleted.</summary>
    private static async Task<T> ReusingAsync<T>(StartOptions options, Func<StartOptions, Task<T>> ask)
    {
        try
        {
            return await ask(options);
        }
        catch (ApiException gone) when (options.ReuseFrom is not null && gone.Status == HttpStatusCode.NotFound)
        {
            return await ask(options with { ReuseFrom = null });
        }
    }

    private async Task<ProductionOutput> FinishAsync(
        ScriptFile script, StartedProduction started, ContinueRequest wanted, RunRecord record, CancellationToken cancellationToken)
    {
        if (record.Retry > 0 && await TryContinueAfterBudgetAsync(script, started.SessionId!, wanted, cancellationToken) is { } more)
            return more;
        if (record.Retry > 0
            && await new FailedBeats(client, watch, screen).RetryAsync(started.SessionId!, record, cancellationToken) is { } retried)
            return retried;
        if (record.IsResumed)
            screen.Line("An earlier run of this script was interrupted; continuing its production.");
        var (status, outline) = await FollowAsync(script, started, cancellationToken);
        // The interrupted run cancelled it, so continue it. If another client cancels it from now on, it stays cancelled.
        if (record.IsResumed && status is { HasCompleted: true } && status.ReadOutput().Beats.Any(b => b.Error?.Code == Cancelled))
            (status, outline) = await FollowAsync(script, await client.ContinueAsync(started.SessionId!, wanted, cancellationToken), cancellationToken);
        if (status is null && await TryContinueAsync(started.SessionId!, record, cancellationToken) is { } continued)
            return continued;
        if (status is null && record.IsResumed)
        {
            record.Forget();
            throw new RunException("The production of the earlier run no longer exists: run the same command again to start a new one.");
        }

        if (status is { HasCompleted: true })
            return WithCharacters(status.ReadOutput(), outline);

        record.Forget();
        throw new RunException(status is null
            ? "The production's history was purged while it ran. Run the same command again to start a new one."
            : $"The production ended as {status.RuntimeStatus}: {Printable.From(status.Reason)}");
    }

    /// <summary>Continues a production that reached its budget.</summary>
    /// <returns>Null if it ended for another reason.</returns>
    private async Task<ProductionOutput?> TryContinueAfterBudgetAsync(ScriptFile script, string sessionId, ContinueRequest wanted, CancellationToken cancellationToken)
    {
        var session = await client.GetSessionAsync(sessionId, cancellationToken);
        if (!session.IsProduced || session.Beats.All(beat => beat.Error?.Code != BudgetReached))
            return null;

        screen.Line("An earlier run of this script reached its --max-credits: speaking the missing beats.");
        var (status, outline) = await FollowAsync(script, await client.ContinueAsync(sessionId, wanted, cancellationToken), cancellationToken);
        return status is { HasCompleted: true } ? WithCharacters(status.ReadOutput(), outline) : null;
    }

    private async Task CancelAsync(string sessionId)
    {
        try
        {
            using var timeout = new CancellationTokenSource(CancelTimeout);
            await client.CancelAsync(sessionId, timeout.Token);
        }
        catch (Exception e) when (e is HttpRequestException or ApiException or OperationCanceledException)
        {
            screen.Error($"Could not cancel the production, and the running app may continue to speak it: stop it with POST api/sessions/{sessionId}/cancel.");
        }
    }

    /// <summary>Continues from the session of a production whose history no longer exists; the session has the finished beats.</summary>
    /// <returns>Null if there is no session, or none with beats.</returns>
    private async Task<ProductionOutput?> TryContinueAsync(string sessionId, RunRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await new FailedBeats(client, watch, screen).RetryAsync(sessionId, record, cancellationToken);
        }
        catch (ApiException gone) when (gone.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<(StartedProduction? Started, Validation? Invalid)> StartAsync(
        ScriptFile script, StartOptions options, RunRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await ReusingAsync(
                options, with => client.StartProductionAsync(script.Content, with, record.IdempotencyKey, cancellationToken));
        }
        catch (ApiException refused) when (refused.Status == HttpStatusCode.PaymentRequired)
        {
            record.Forget();
            throw new RunException(
                $"{Printable.From(refused.Message)}\nNothing was produced. Run the same command with --ignore-quota to start it anyway.");
        }
    }

    private async Task<(InstanceStatus? Last, ScriptOutline Outline)> FollowAsync(ScriptFile script, StartedProduction started, CancellationToken cancellationToken)
    {
        // The production is running already; the outline is only for its progress.
        var parsing = FindOutlineAsync(script, cancellationToken);
        var validation = await client.ValidateAsync(script.Content, project, cancellationToken);
        // If a voice was deleted in the meantime, the script is invalid now, but its production continues.
        var outline = await parsing ?? new ScriptOutline("", []);
        Show(script, validation.Diagnostics);

        var lines = new ProgressLines(screen, outline.Beats);
        var (beat, since) = (0, Stopwatch.GetTimestamp());
        var last = await watch.UntilEndAsync(started.StatusQueryGetUri, Report, cancellationToken);
        if (last is { HasCompleted: true })
            lines.End();
        screen.EndLive();
        return (last, outline);

        void Report(InstanceStatus status)
        {
            if (status.Progress is { } progress && progress.Beat != beat)
                (beat, since) = (progress.Beat, Stopwatch.GetTimestamp());
            if (!status.HasEnded)
                lines.Show(status.Progress, Stopwatch.GetElapsedTime(since));
        }
    }

    /// <summary>Adds the characters of failed beats, which the output doesn't contain.</summary>
    private static ProductionOutput WithCharacters(ProductionOutput output, ScriptOutline outline)
    {
        var characters = outline.Beats.ToDictionary(b => b.BeatId, b => b.Character);
        return output with { Beats = [.. output.Beats.Select(b => b with { Character = b.Character ?? characters.GetValueOrDefault(b.BeatId) })] };
    }

    private void ShowInvalid(ScriptFile script, Validation invalid)
    {
        Show(script, invalid.Diagnostics);
        var more = string.Concat(invalid.Unlisted.Select(sentence => $", {Printable.From(sentence)}"));
        screen.Error($"{Printable.From(script.Path)}: {DiagnosticText.Summary(invalid.Diagnostics)}{more}. Nothing was produced.");
    }

    private void Show(ScriptFile script, IReadOnlyList<Diagnostic> diagnostics)
    {
        var text = new DiagnosticText(script, screen.ErrorPalette, screen.Columns);
        // If there are too many, show errors before warnings, each in the script's order.
        var shown = diagnostics.Count <= MaxShown ? diagnostics : [.. diagnostics.OrderBy(diagnostic => !diagnostic.IsError).Take(MaxShown)];
        foreach (var line in shown.SelectMany(text.Lines))
        {
            screen.Error(line);
        }

        if (diagnostics.Count > shown.Count)
            screen.Error($"… and {diagnostics.Count - shown.Count} more{(diagnostics.Any(diagnostic => diagnostic.IsError) ? "; fix these first" : "")}.");
    }
}
