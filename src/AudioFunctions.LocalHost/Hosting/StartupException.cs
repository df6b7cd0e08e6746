namespace AudioFunctions.LocalHost.Hosting;

/// <summary>The host can't start. The message says what to do.</summary>
internal sealed class StartupException(string message, Exception? innerException = null) : Exception(message, innerException);
