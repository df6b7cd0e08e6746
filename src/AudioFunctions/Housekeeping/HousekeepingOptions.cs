using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace AudioFunctions.Housekeeping;

/// <summary>What is removed at which age. Bound from the section <c>Housekeeping</c> and validated at start.</summary>
public sealed class HousekeepingOptions : IValidatableObject
{
    public const string Section = "Housekeeping";

    /// <summary>
    /// Days from the end of a production, regeneration or export until its instance is purged: 1 to 3650; 0: never. Default 30.
    /// Its status URLs then return 404; the session keeps everything that it made.
    /// </summary>
    [Range(0.0, 3650.0)]
    public double KeepInstancesDays { get; set; } = 30;

    /// <summary>
    /// Days from the last write to a blob of a session without rows, or to a claim on a response that never came, until it is removed: 1 to 3650;
    /// 0: never, and interrupted deletions aren't finished either. Default 7.
    /// </summary>
    [Range(0.0, 3650.0)]
    public double KeepOrphansDays { get; set; } = 7;

    /// <summary>
    /// The smallest allowed value of the other options, in days. Default 1, which is longer than any request or its repeats take. Tests use
    /// less.
    /// </summary>
    [Range(0.0, 3650.0)]
    public double ShortestDays { get; set; } = 1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, days) in new[] { (nameof(KeepInstancesDays), KeepInstancesDays), (nameof(KeepOrphansDays), KeepOrphansDays) })
        {
            if (days != 0 && days < ShortestDays)
            {
                yield return new ValidationResult(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Section}__{name} is {days}, and must be at least {ShortestDays}, or 0 for never: a smaller value would remove data that is still in use."),
                    [name]);
            }
        }
    }
}
