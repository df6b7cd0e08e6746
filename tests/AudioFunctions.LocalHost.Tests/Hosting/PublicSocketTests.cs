using AudioFunctions.LocalHost.Hosting;

namespace AudioFunctions.LocalHost.Tests.Hosting;

public sealed class PublicSocketTests
{
    [Fact]
    public void A_port_in_use_is_reported_with_what_to_do()
    {
        using var first = PublicSocket.Open(0);

        var failure = Assert.Throws<StartupException>(() => PublicSocket.Open(first.Port));

        Assert.Equal(
            $"Port {first.Port} on 127.0.0.1 is in use: stop the program that uses it, or choose another port with --port (0 for any free one).",
            failure.Message);
    }

    [Fact]
    public void Each_socket_on_port_0_gets_its_own_free_port()
    {
        using var first = PublicSocket.Open(0);
        using var second = PublicSocket.Open(0);

        Assert.NotEqual(first.Port, second.Port);
    }
}
