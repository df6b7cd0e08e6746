using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Arguments;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli;

/// <summary>From arguments to exit code: every way a run can end has its sentence here.</summary>
public static class EntryPoint
{
    public static async Task<int> RunAsync(string[] arguments, Func<Workspace> findWorkspace)
    {
        var (options, problem) = CommandLine.Parse(arguments);
        // Standard output belongs to the protocol then.
        var screen = options is { Mcp: true, Help: false } ? Screen.OnErrors() : Screen.OfProcess();
        if (options is null)
        {
            screen.Error($"run.sh: {problem}\n{CommandLine.ShortUsage}");
            return ExitCode.WrongArguments;
        }

        if (options.Help)
        {
            screen.Line(CommandLine.Usage.TrimEnd());
            return ExitCode.Done;
        }

        using var interruption = new Interruption();
        try
        {
            return await new RunCommand(findWorkspace(), options, screen).RunAsync(interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            screen.Error("Stopped. A production under way is kept: it goes on where it was when the same command is run again.");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            screen.Error(screen.ErrorPalette.Red(sentence));
            return ExitCode.Failed;
        }
    }

    private static string? Sentence(Exception e) => e switch
    {
        RunException failure => failure.Message,
        ApiException failure => Printable.From(failure.Message),
        HttpRequestException => $"The app stopped answering ({e.Message}). Run the same command again: the production goes on where it was.",
        OperationCanceledException => "The app took too long to answer. Run the same command again: the production goes on where it was.",
        IOException io when DiskSpace.IsFull(io) => DiskSpace.FullSentence,
        IOException or UnauthorizedAccessException => $"{e.Message} Check the permissions of the checkout and the output folder.",
        _ => null,
    };
}
