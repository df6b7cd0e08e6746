using AudioFunctions.LocalHost.Hosting;

namespace AudioFunctions.LocalHost.Tests.Hosting;

public sealed class PublicSocketTests
{
    [Fact]
    public void A_taken_port_is_named_with_what_to_do()
    {
        using var first = PublicSocket.Open(0);

        var failure = Assert.Throws<StartupException>(() => PublicSocket.Open(first.Port));

        Assert.Equal(
            $"Port {first.Port} on 127.0.0.1 is in use: stop the program that uses it, or choose another port with --port (0 for any free one).",
            failure.Message);
    }

    [Fact]
    public void Any_free_port_is_one_of_its_own()
    {
        using var first = PublicSocket.Open(0);
        using var second = PublicSocket.Open(0);

        Assert.NotEqual(first.Port, second.Port);
    }
}
