using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Arguments;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli;

/// <summary>From arguments to exit code. All messages about how a run ended are here.</summary>
public static class EntryPoint
{
    public static async Task<int> RunAsync(string[] arguments, Func<Workspace> findWorkspace)
    {
        var (options, problem) = CommandLine.Parse(arguments);
        // With --mcp, standard output is reserved for the protocol.
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
            screen.Error("Stopped. To continue a running production, run the same command again.");
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
        HttpRequestException => $"The app stopped responding ({e.Message}). Run the same command again to continue the production.",
        OperationCanceledException => "The app took too long to respond. Run the same command again to continue the production.",
        IOException io when DiskSpace.IsFull(io) => DiskSpace.FullSentence,
        IOException or UnauthorizedAccessException => $"{e.Message} Check the permissions of the checkout and the output folder.",
        _ => null,
    };
}
