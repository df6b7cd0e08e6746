using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>What history keeps of an exception.</summary>
/// <param name="ErrorType">The full name of the exception's type, without its assembly.</param>
/// <param name="Properties">Always null here; kept so that the signature is the official one.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>
    /// Whether the failed exception was a <paramref name="targetBaseExceptionType"/> or derives from one. False when the
    /// type is not loaded in this process. Looks at this failure only, not at the inner ones.
    /// </summary>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
            throw new ArgumentException($"{targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));

        return ResolveErrorType(targetBaseExceptionType.Assembly) is { } failed && targetBaseExceptionType.IsAssignableFrom(failed);
    }

    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var inner = exception switch
        {
            TaskFailedException { InnerException: null } failed => failed.FailureDetails,
            { InnerException: { } cause } => FromException(cause),
            _ => null,
        };
        return new TaskFailureDetails(exception.GetType().ToString(), exception.Message, exception.StackTrace, inner, null);
    }

    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    private Type? ResolveErrorType(Assembly likely)
    {
        if (string.IsNullOrEmpty(ErrorType))
            return null;

        // ErrorType carries no assembly: the runtime's own, the target's, then any loaded one.
        return Type.GetType(ErrorType, throwOnError: false)
            ?? likely.GetType(ErrorType, throwOnError: false)
            ?? ResolveInAnyAssembly();
    }

    private Type? ResolveInAnyAssembly()
    {
        var matches = AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(ErrorType, throwOnError: false))
            .OfType<Type>()
            .Take(2)
            .ToList();
        return matches switch
        {
            [] => null,
            [var only] => only,
            _ => throw new AmbiguousMatchException($"Several loaded assemblies have an exception type '{ErrorType}'."),
        };
    }
}
