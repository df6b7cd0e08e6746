using AudioFunctions.LocalHost.Hosting;

namespace AudioFunctions.LocalHost.Tests.Hosting;

public sealed class HostOptionsTests
{
    [Fact]
    public void The_folder_is_the_only_required_argument()
    {
        var options = HostOptions.Parse(["app"]);

        Assert.Equal(new HostOptions(Full("app"), null, Full(".local/secrets"), Full("local.settings.json"), null), options);
    }

    [Fact]
    public void Every_option_is_read()
    {
        var options = HostOptions.Parse(["/app", "--port", "0", "--secrets", "/keys", "--settings", "s.json", "--storage-ready-file", "/ready"]);

        Assert.Equal(new HostOptions("/app", 0, "/keys", Full("s.json"), "/ready"), options);
    }

    [Theory]
    [InlineData("Name the folder of the published app.")]
    [InlineData("Name the folder of the published app.", "--port", "1")]
    [InlineData("Unknown argument '--prot'.", "app", "--prot", "1")]
    [InlineData("Unknown argument 'other'.", "app", "other")]
    [InlineData("--port needs a value.", "app", "--port")]
    [InlineData("'http' is not a port: use a number from 0 (any free one) to 65535.", "app", "--port", "http")]
    [InlineData("'65536' is not a port", "app", "--port", "65536")]
    [InlineData("'-1' is not a port", "app", "--port", "-1")]
    public void A_wrong_command_line_is_explained(string message, params string[] arguments)
    {
        var failure = Assert.Throws<StartupException>(() => HostOptions.Parse(arguments));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    private static string Full(string path) => Path.GetFullPath(path);
}
