using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Arguments;
using AudioFunctions.Cli.Export;
using AudioFunctions.Cli.Mcp;
using AudioFunctions.Cli.Production;
using AudioFunctions.Cli.Scripts;
using AudioFunctions.Cli.Supervision;
using AudioFunctions.Cli.Terminal;
using AudioFunctions.Cli.Voices;

namespace AudioFunctions.Cli;

/// <summary>One run: starts storage and app, produces the script, downloads its files, and stops everything.</summary>
public sealed class RunCommand(Workspace workspace, RunOptions options, Screen screen)
{
    private const string ApiKeyVariable = "ELEVENLABS_API_KEY";

    /// <summary>The system reports the end of a process a moment after its connections break.</summary>
    private static readonly TimeSpan DeathNotice = TimeSpan.FromSeconds(1);

    private readonly string _output = Path.GetFullPath(options.Out ?? workspace.DefaultOutput);

    private ServerUse Use => options.Mcp ? ServerUse.Agents : options.Serve ? ServerUse.Serve : ServerUse.Once;

    private int Port => options.Port ?? SettingsPort.Find(workspace) ?? RunOptions.DefaultPort;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var script = ScriptPath() is { } path ? await ScriptFile.ReadAsync(path, cancellationToken) : null;
        if (script is not null && !options.Check)
            ExportFolder.RequireWritable(_output);
        DiskSpace.Require(workspace.Local);
        DiskSpace.Require(_output);

        screen.Live("Starting storage and app …");
        var server = await Server.OpenAsync(workspace, Port, Use, cancellationToken);
        try
        {
            return await RunAsync(server, script, cancellationToken);
        }
        finally
        {
            screen.Live("Stopping …");
            await server.DisposeAsync();
            screen.EndLive();
        }
    }

    private async Task<int> RunAsync(Server server, ScriptFile? script, CancellationToken cancellationToken)
    {
        screen.Line(Voice(server));
        if (options.Port is { } port && port != server.Client.Address.Port)
            screen.Line($"Port {port} is not used: the app of this checkout runs on {server.Client.Address.Port} already.");
        if (options.Serve)
            ServedAddresses.Of(server, workspace).ForEach(screen.Line);
        if (server.Own is null)
            return await DoAsync(server, script, cancellationToken);

        // The work is cancelled if its server ends.
        using var work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var died = server.Own.DiedAsync(work.Token);
        var result = WorkAsync(server, script, work.Token);
        return await FirstAsync(result, died, work);
    }

    private static async Task<int> FirstAsync(Task<int> result, Task<RunException> died, CancellationTokenSource work)
    {
        await Task.WhenAny(result, died);
        // If the host has died, report that instead of the failed request.
        if (result is { IsFaulted: true, Exception.InnerException: HttpRequestException })
            await Task.WhenAny(died, Task.Delay(DeathNotice, CancellationToken.None));
        var cause = died.IsCompletedSuccessfully ? await died : null;
        await work.CancelAsync();
        if (cause is null)
            return await result;

        await Task.WhenAny(result);
        throw cause;
    }

    private async Task<int> WorkAsync(Server server, ScriptFile? script, CancellationToken cancellationToken)
    {
        var code = await DoAsync(server, script, cancellationToken);
        if (options.Serve)
            await UntilStoppedAsync(cancellationToken);
        return code;
    }

    private async Task<int> DoAsync(Server server, ScriptFile? script, CancellationToken cancellationToken)
    {
        if (options.Mcp)
        {
            await using var agents = new McpCommand(workspace, screen, token => Server.OpenAsync(workspace, Port, Use, token));
            await agents.RunAsync(server.Client.Address, cancellationToken);
        }

        if (options.Voices is { } voices)
            await new VoicesCommand(server.Client, screen).RunAsync(voices, cancellationToken);
        return script is null ? ExitCode.Done : await ProduceAsync(server, script, cancellationToken);
    }

    /// <summary>Null if nothing is to be produced.</summary>
    private string? ScriptPath()
    {
        if (options.Voices is null)
            return (options.Serve || options.Mcp) && options.Script is null ? null : options.Script ?? Workspace.DisplayPath(workspace.DefaultScript);
        if (options.Voices.Previewed is not { } character)
            return null;

        var path = workspace.PreviewScript(character);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, VoicesCommand.PreviewScript(character));
        return Workspace.DisplayPath(path);
    }

    private static async Task UntilStoppedAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
    }

    private async Task<int> ProduceAsync(Server server, ScriptFile script, CancellationToken cancellationToken)
    {
        var scriptPath = Path.GetFullPath(script.Path);
        var reuseFrom = options.Again ? null : FinishedRun.SessionToReuse(workspace.Finished, scriptPath);
        var start = new StartOptions(options.Project, reuseFrom, options.IgnoreQuota, options.MaxCredits, options.Takes, options.AutoRetakes);
        var production = new ScriptProduction(server.Client, Watch(server.Client), screen, options.Project, outlivesRun: server.Own is null);
        if (options.Check)
            return await production.CheckAsync(script, start, cancellationToken) ? ExitCode.Done : ExitCode.Failed;

        // Check that the files can be written before anything is spoken.
        var outline = await production.FindOutlineAsync(script, cancellationToken);
        var folder = outline is null ? null : FolderOf(outline.VideoTitle, outline.Beats.Select(beat => beat.BeatId), scriptPath);
        var record = RunRecord.Open(workspace.Runs, script.Content, server.Provider, options.Project);
        if (options.Again && record.IsResumed)
            screen.Line("Ignoring --again: this run completes an earlier one of this script. Run it once more to speak all beats again.");
        // A retry of failed beats uses the last session itself.
        var first = record.Retry > 0 ? start with { ReuseFrom = null } : start;
        var space = new ExportSpace(workspace.Local, _output, options.Export, options.Takes ?? 1);
        var output = await production.RunAsync(script, first, record, space, cancellationToken);
        if (output is null)
            return ExitCode.Failed;

        // The script of a resumed production may be invalid now, for instance because a voice was deleted.
        folder ??= FolderOf(output.VideoTitle, output.Beats.Select(beat => beat.BeatId), scriptPath);
        var exported = await ExportAsync(server.Client, output, folder, cancellationToken);
        if (exported.Count > 0)
            FinishedRun.Write(workspace.Finished, scriptPath, output.SessionId);
        if (ScriptProduction.CanBeContinued(output))
            record.KeepForFailedBeats();
        else
            record.Forget();
        var suspect = folder.SuspectBeats();
        foreach (var line in ResultTable.Lines(output, beat => FileOf(beat, exported, folder), suspect.GetValueOrDefault, screen.Palette))
        {
            screen.Line(line);
        }

        foreach (var line in folder.ExportLines())
        {
            screen.Line(line);
        }

        screen.Line(Printable.From(output.Summary));
        if (output.Beats.Count(b => b.Selected?.ReusedFrom is not null) is > 0 and var reused)
            screen.Line($"Reused from the last run of this script, because unchanged: {reused} of {output.Beats.Count} beats. (Use --again to speak them again.)");
        if (server.Provider == "elevenlabs")
            screen.Line(CostLines.Billed(await server.Client.GetSessionAsync(output.SessionId, cancellationToken)));
        return ReportResult(output);
    }

    private ExportFolder FolderOf(string title, IEnumerable<string> beats, string scriptPath)
    {
        var claim = FolderClaim.Of(_output, title, scriptPath, workspace.Exports);
        var folder = new ExportFolder(claim.Folder, ExportRecord.LockOf(workspace.Exports, claim.Folder));
        folder.RequireReplaceable(beats, options.Export);
        if (claim.Avoided is { } avoided)
            screen.Line($"{Workspace.DisplayPath(avoided)} {(File.Exists(avoided) ? "is a file" : "belongs to another script")}; this one's files go to {Workspace.DisplayPath(claim.Folder)}.");
        return folder;
    }

    private int ReportResult(ProductionOutput output)
    {
        var failed = output.Beats.Where(b => b.Error is not null).ToList();
        if (failed.Count == 0)
            return ExitCode.Done;

        if (failed.Count == output.Beats.Count)
        {
            if (ScriptProduction.CanBeContinued(output))
                screen.Line("Run the same command again, with a higher --max-credits if it was reached, to speak the rest; what was spoken is kept.");
            return ExitCode.Failed;
        }

        screen.Line($"To retry one with other settings: ./run.sh --serve, then POST /api/sessions/{output.SessionId}/beats/{Printable.From(failed[0].BeatId)}/regenerate");
        screen.Line("Run the same command again to retry only the failed beats; the others are kept.");
        return ExitCode.SomeBeatsFailed;
    }

    private async Task<IReadOnlyList<string>> ExportAsync(
        AudioFunctionsClient client, ProductionOutput output, ExportFolder folder, CancellationToken cancellationToken)
    {
        if (output.Beats.All(b => b.Error is not null))
            return [];

        screen.Live("Exporting …");
        var started = await client.StartExportAsync(output.SessionId, options.Export, cancellationToken);
        var status = await Watch(client).UntilEndAsync(started.StatusQueryGetUri, _ => { }, cancellationToken);
        if (status is not { HasCompleted: true })
            throw new RunException($"The export did not complete: {Printable.From(status?.Reason ?? "its history is gone")}. Run the same command again; the recordings are kept.");

        var files = status.ReadExport().ExportedFiles;
        await folder.SaveAsync(client, output.SessionId, files, cancellationToken);
        return files;
    }

    private InstanceWatch Watch(AudioFunctionsClient client) => new(client, [workspace.Local, _output]);

    private static string? FileOf(string beatId, IReadOnlyList<string> exported, ExportFolder folder) =>
        exported.Contains($"{beatId}.mp3") ? Workspace.DisplayPath(folder.FileOf($"{beatId}.mp3")) : null;

    private static string Voice(Server server)
    {
        if (server.Provider == "elevenlabs")
            return "Speaking through ElevenLabs.";

        return server.Own is null && !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(ApiKeyVariable))
            ? $"Speaking with the offline voice: the running server was started without {ApiKeyVariable}. Stop it and start it again with the key to speak through ElevenLabs."
            : $"Speaking with the offline voice; set {ApiKeyVariable} to speak through ElevenLabs.";
    }
}
