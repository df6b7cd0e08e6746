namespace AudioFunctions.Cli;

/// <summary>The run cannot go on. The message is shown as it is: a sentence that says what to do, and what it rests on below it.</summary>
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
