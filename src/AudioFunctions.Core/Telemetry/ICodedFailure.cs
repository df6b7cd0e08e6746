namespace AudioFunctions.Telemetry;

/// <summary>An exception whose code metrics and spans record.</summary>
public interface ICodedFailure
{
    /// <summary>A stable code, for instance <c>quota-exceeded</c>.</summary>
    string Code { get; }
}
