using AudioFunctions.Sessions;

namespace AudioFunctions.Core.Tests.Sessions;

public sealed class TakeKeyTests
{
    [Fact]
    public void A_take_id_is_12_hex_digits_and_the_same_for_the_same_parts()
    {
        var id = TakeKey.IdFrom("session", "seed", "01_hook", "speak");

        Assert.Matches("^[0-9a-f]{12}$", id);
        Assert.Equal(id, TakeKey.IdFrom("session", "seed", "01_hook", "speak"));
    }

    [Fact]
    public void If_any_part_differs_the_id_differs()
    {
        string[] ids =
        [
            TakeKey.IdFrom("session", "seed", "01_hook", "speak"),
            TakeKey.IdFrom("session", "seed", "01_hook", "reuse"),
            TakeKey.IdFrom("session", "seed", "02_setup", "speak"),
            TakeKey.IdFrom("session", "other", "01_hook", "speak"),
            TakeKey.IdFrom("other", "seed", "01_hook", "speak"),
            TakeKey.IdFrom("sessions", "eed", "01_hook", "speak"),
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }
}
