using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace AudioFunctions.Housekeeping;

/// <summary>What is removed by age. Bound from the section <c>Housekeeping</c> and checked at start.</summary>
public sealed class HousekeepingOptions : IValidatableObject
{
    public const string Section = "Housekeeping";

    /// <summary>
    /// Days from the end of a production, regeneration or export until Durable Functions forgets its instance: 1 to 3650; 0: never. Default 30.
    /// Its status URLs then answer 404; the session keeps all that it made.
    /// </summary>
    [Range(0.0, 3650.0)]
    public double KeepInstancesDays { get; set; } = 30;

    /// <summary>
    /// Days from the last write to a blob of a session without rows, or to a claim on an answer that never came, until it is removed: 1 to 3650;
    /// 0: never, and then no deletion that was cut off is finished either. Default 7.
    /// </summary>
    [Range(0.0, 3650.0)]
    public double KeepOrphansDays { get; set; } = 7;

    /// <summary>
    /// The shortest age that the others take, in days. Default 1: longer than it takes to hand a script in, or to ask for what a request has
    /// started. Less is for tests.
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
                        $"{Section}__{name} is {days}, and must be at least {ShortestDays}, or 0 for never: less would remove what is still being used."),
                    [name]);
            }
        }
    }
}
