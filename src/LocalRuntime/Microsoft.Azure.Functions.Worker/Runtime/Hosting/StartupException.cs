namespace LocalRuntime.Functions.Hosting;

/// <summary>The app cannot start as it is. The message is a sentence that says what to change.</summary>
public sealed class StartupException(string message, Exception? innerException = null) : Exception(message, innerException);
