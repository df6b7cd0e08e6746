namespace AudioFunctions.Cli;

/// <summary>The exit codes of <c>run.sh</c>.</summary>
public static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int SomeBeatsFailed = 2;

    /// <summary>EX_USAGE of sysexits.h.</summary>
    public const int WrongArguments = 64;

    /// <summary>128 + SIGINT, as a shell reports it.</summary>
    public const int Interrupted = 130;
}
