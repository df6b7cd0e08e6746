using System.ComponentModel.DataAnnotations;
using AudioFunctions.Housekeeping;

namespace AudioFunctions.Tests.Housekeeping;

public sealed class HousekeepingOptionsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1.5, 3650)]
    [InlineData(30, 7)]
    public void Never_and_whole_days_are_accepted(double instances, double orphans) => Assert.Empty(ProblemsOf(instances, orphans));

    [Theory]
    [InlineData(30, 0.5, "Housekeeping__KeepOrphansDays is 0.5, and must be at least 1, or 0 for never: a smaller value would remove data that is still in use.")]
    [InlineData(30, 0.00002, "Housekeeping__KeepOrphansDays is 2E-05, and must be at least 1, or 0 for never: a smaller value would remove data that is still in use.")]
    [InlineData(0.999, 7, "Housekeeping__KeepInstancesDays is 0.999, and must be at least 1, or 0 for never: a smaller value would remove data that is still in use.")]
    [InlineData(30, -1, "The field KeepOrphansDays must be between 0 and 3650.")]
    [InlineData(double.NaN, 7, "The field KeepInstancesDays must be between 0 and 3650.")]
    public void Age_that_would_remove_data_in_use_is_refused(double instances, double orphans, string problem) =>
        Assert.Equal(problem, Assert.Single(ProblemsOf(instances, orphans)));

    private static IEnumerable<string?> ProblemsOf(double instances, double orphans)
    {
        var options = new HousekeepingOptions { KeepInstancesDays = instances, KeepOrphansDays = orphans };
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        return problems.Select(problem => problem.ErrorMessage);
    }
}
