using System.ComponentModel.DataAnnotations;

namespace AudioFunctions.FileDrop;

/// <summary>How the drop deals with failures. Bound from the section <c>Drop</c> and checked at start.</summary>
public sealed class DropOptions
{
    public const string Section = "Drop";

    /// <summary>
    /// How long one run waits between its tries, all waits together, in seconds: 0 to 600. Default 60. The host's own five tries take about a
    /// second in all, after which it sets the file aside.
    /// </summary>
    [Range(0, 600)]
    public int RetrySeconds { get; set; } = 60;
}
