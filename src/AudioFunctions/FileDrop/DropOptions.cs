using System.ComponentModel.DataAnnotations;

namespace AudioFunctions.FileDrop;

/// <summary>How the file drop handles failures. Bound from the section <c>Drop</c> and checked at start.</summary>
public sealed class DropOptions
{
    public const string Section = "Drop";

    /// <summary>
    /// The total wait between the attempts of one run, in seconds: 0 to 600. Default 60. The host's own five attempts take about a second
    /// together; then it moves the event to the poison queue.
    /// </summary>
    [Range(0, 600)]
    public int RetrySeconds { get; set; } = 60;
}
