using AudioFunctions.Sessions;
using AudioFunctions.Sessions.Listing;

namespace AudioFunctions.Core.Tests.Sessions.Listing;

public sealed class ListPositionTests
{
    private readonly SessionQuery _query = new(20, "a project", SessionStatus.InProgress);

    [Fact]
    public void The_text_of_a_position_needs_no_escaping_in_a_URL()
    {
        var position = Position();

        var text = position.Encode(_query);

        Assert.Equal(position, ListPosition.Decode(text, _query with { Limit = 3 }));
        Assert.Matches("^[A-Za-z0-9_-]+$", text);
    }

    [Fact]
    public void A_position_of_another_list_is_refused()
    {
        var text = Position().Encode(_query);

        Assert.Null(ListPosition.Decode(text, _query with { Status = null }));
        Assert.Null(ListPosition.Decode(text, _query with { ProjectName = "another" }));
    }

    [Fact]
    public void Reading_a_truncated_or_changed_text_never_throws()
    {
        var text = Position().Encode(_query);
        var random = new Random(11);
        for (var attempt = 0; attempt < 20_000; attempt++)
        {
            var broken = text.ToCharArray();
            broken[random.Next(broken.Length)] = (char)random.Next(1, 300);
            var position = ListPosition.Decode(new string(broken)[..random.Next(broken.Length + 1)], _query);

            if (position is not null)
                Assert.True(ListedVersion.IsKey(position.AfterKey));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AQ")]
    [InlineData("nonsense")]
    [InlineData("%00")]
    [InlineData("////////////////////////////////////////")]
    public void Text_that_is_not_a_position_is_refused(string text) => Assert.Null(ListPosition.Decode(text, _query));

    private static ListPosition Position() =>
        new(ListedVersion.New(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), SessionStatus.Draft).Key);
}
