namespace LocalRuntime.Functions.Invocation;

/// <summary>A route value that is not of its parameter's type: the caller's mistake.</summary>
internal sealed class RouteValueException(string message) : Exception(message);
