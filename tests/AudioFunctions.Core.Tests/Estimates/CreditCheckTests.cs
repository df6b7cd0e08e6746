using AudioFunctions.Estimates;
using AudioFunctions.Speech;

namespace AudioFunctions.Core.Tests.Estimates;

public sealed class CreditCheckTests
{
    private static readonly DateTimeOffset Reset = new(2030, 2, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void With_unknown_credits_the_check_has_no_result()
    {
        var check = new CreditCheck(100, 90, null);

        Assert.Null(check.IsSufficient);
        Assert.Null(check.CannotBePaid);
        Assert.Empty(check.Warnings);
    }

    [Fact]
    public void Enough_credits_cause_no_warning()
    {
        var check = new CreditCheck(100, 90, new AccountCredits(900, 1000, 0, Reset));

        Assert.True(check.IsSufficient);
        Assert.Empty(check.Warnings);
        Assert.Null(check.CannotBePaid);
    }

    [Fact]
    public void A_production_that_may_be_affordable_gets_a_warning_and_is_not_refused()
    {
        var check = new CreditCheck(1200, 900, new AccountCredits(0, 1000, 0, Reset));

        Assert.False(check.IsSufficient);
        Assert.Equal(["Not enough credits: about 1,200 ElevenLabs credits are needed, and 1,000 are left until 2030-02-01."], check.Warnings);
        Assert.Null(check.CannotBePaid);
    }

    [Fact]
    public void A_refusal_says_how_many_credits_are_needed_and_left_and_what_to_do()
    {
        var check = new CreditCheck(2200, 1100, new AccountCredits(9000, 10_000, 0, null));

        Assert.Equal(
            "This production needs at least 1,100 ElevenLabs credits, and 1,000 are left. "
            + "Top up the account, shorten the script, or start it anyway with ignore_quota=true.",
            check.CannotBePaid);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(500L, true)]
    [InlineData(50L, false)]
    public void Usage_beyond_the_plan_counts_and_causes_a_warning(long? extension, bool sufficient)
    {
        var check = new CreditCheck(300, 290, new AccountCredits(800, 1000, extension, Reset));

        Assert.Equal(sufficient, check.IsSufficient);
        Assert.Equal(sufficient, check.CannotBePaid is null);
        if (sufficient)
            Assert.Equal(["About 100 credits go beyond what the ElevenLabs plan includes and are billed by usage."], check.Warnings);
    }
}
