using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;
using AudioFunctions.LocalHost.Tests.Running;

namespace AudioFunctions.LocalHost.Tests.Configuration;

[Collection(nameof(ProcessEnvironment))]
public sealed class LocalSettingsTests : IDisposable
{
    private const string Set = "AF_LOCALHOST_TESTS_SET";
    private const string Unset = "AF_LOCALHOST_TESTS_UNSET";

    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Set, null);
        Environment.SetEnvironmentVariable(Unset, null);
        _folder.Dispose();
    }

    [Fact]
    public void A_missing_file_means_no_settings()
    {
        var settings = LocalSettings.Read(Path.Combine(_folder.Path, "none.json"));

        Assert.Empty(settings.Values);
        Assert.Empty(settings.Ignored);
        Assert.Null(settings.Port);
    }

    [Fact]
    public void Supported_settings_are_read_and_others_are_reported()
    {
        var settings = Read("""
            {
              // Comments and a trailing comma are allowed.
              "IsEncrypted": false,
              "Values": { "Text": "a", "Number": 3, "Yes": true, "Nothing": null },
              "ConnectionStrings": { "Db": "here" },
              "Host": { "LocalHttpPort": 7081, "CORS": "*" },
              "Other": {},
            }
            """);

        Assert.Equal(
            ["ConnectionStrings__Db=here", "Nothing=", "Number=3", "Text=a", "Yes=True"],
            settings.Values.Select(value => $"{value.Key}={value.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(7081, settings.Port);
        Assert.Equal(["Other", "Host.CORS"], settings.Ignored);
    }

    [Fact]
    public void Values_become_environment_variables_unless_these_exist()
    {
        Environment.SetEnvironmentVariable(Set, "environment");

        Read($$"""{ "Values": { "{{Set}}": "file", "{{Unset}}": "file" } }""").Apply();

        Assert.Equal(("environment", "file"), (Environment.GetEnvironmentVariable(Set), Environment.GetEnvironmentVariable(Unset)));
    }

    [Theory]
    [InlineData("{", "{0} can't be read: ")]
    [InlineData("[]", "{0} can't be read: ")]
    [InlineData("""{ "IsEncrypted": true }""", "{0} is encrypted: run 'func settings decrypt' on the machine that wrote it, or enter its values again.")]
    [InlineData("""{ "Values": [] }""", "'Values' in {0} must be an object of names and strings.")]
    [InlineData("""{ "Values": { "Speech": { "Key": "k" } } }""", "'Speech' in {0} must be a string; write nested names with '__', as in 'Section__Name'.")]
    [InlineData("""{ "Host": { "LocalHttpPort": "http" } }""", "'http' is not a port")]
    public void An_invalid_file_is_explained(string content, string message)
    {
        var failure = Assert.Throws<StartupException>(() => Read(content));

        Assert.StartsWith(
            message.Replace("{0}", Path.Combine(_folder.Path, "local.settings.json"), StringComparison.Ordinal), failure.Message, StringComparison.Ordinal);
    }

    private LocalSettings Read(string content) => LocalSettings.Read(_folder.Write("local.settings.json", content));
}
