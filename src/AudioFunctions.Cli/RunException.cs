namespace AudioFunctions.Cli;

/// <summary>The run can't continue. The message is printed as it is: a sentence that says what to do, and details below it.</summary>
public sealed class RunException : Exception
{
    public RunException(string message)
        : base(message)
    {
    }

    public RunException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
