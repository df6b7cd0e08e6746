using System.ComponentModel.DataAnnotations;

namespace AudioFunctions.Housekeeping;

/// <summary>What is removed by age. Bound from the section <c>Housekeeping</c> and checked at start.</summary>
public sealed class HousekeepingOptions
{
    public const string Section = "Housekeeping";

    /// <summary>
    /// Days from the end of a production, regeneration or export until Durable Functions forgets its instance: 0 to 3650; 0: never. Default 30.
    /// Its status URLs then answer 404; the session keeps all that it made.
    /// </summary>
    [Range(0, 3650)]
    public double KeepInstancesDays { get; set; } = 30;

    /// <summary>
    /// Days from the last write to a blob of a session without rows, or to a claim on an answer that never came, until it is removed: 0 to 3650;
    /// 0: never, and then no deletion that was cut off is finished either. Default 7.
    /// </summary>
    [Range(0, 3650)]
    public double KeepOrphansDays { get; set; } = 7;
}
