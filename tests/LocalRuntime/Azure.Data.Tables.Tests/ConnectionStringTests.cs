using AudioFunctions.Testing.Storage;

namespace Azure.Data.Tables.Tests;

public sealed class ConnectionStringTests
{
    private const string Key = "c2VjcmU="; // Padded: not every '=' separates.

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData(
        "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite",
        "http://azurite:10002/devstoreaccount1",
        "devstoreaccount1")]
    [InlineData($"AccountName=voices;AccountKey={Key}", "https://voices.table.core.windows.net/", "voices")]
    [InlineData(
        $"DefaultEndpointsProtocol=http;AccountName=voices;AccountKey={Key};EndpointSuffix=core.chinacloudapi.cn",
        "http://voices.table.core.chinacloudapi.cn/",
        "voices")]
    [InlineData(
        $" accountname = voices ; ACCOUNTKEY={Key} ;TableEndpoint=http://10.0.0.1:7/voices/;",
        "http://10.0.0.1:7/voices/",
        "voices")]
    public void Names_an_account_and_its_address(string connectionString, string endpoint, string account)
    {
        var service = new TableServiceClient(connectionString);

        Assert.Equal((new Uri(endpoint), account), (service.Uri, service.AccountName));
    }

    [Theory]
    [InlineData("nonsense", "every setting must have the form name=value")]
    [InlineData("AccountName=voices", "it needs AccountName and AccountKey, or UseDevelopmentStorage=true")]
    [InlineData("UseDevelopmentStorage=false", "it needs AccountName and AccountKey, or UseDevelopmentStorage=true")]
    [InlineData($"AccountName=a;AccountName=b;AccountKey={Key}", "'AccountName' appears twice")]
    [InlineData($"AccountName=a;AccountKey={Key};TableEndpoint=ftp://a", "TableEndpoint is not an http(s) address")]
    [InlineData("AccountName=a;AccountKey=not-base-64", "AccountKey is not Base64")]
    public void Says_what_is_wrong_with_it(string connectionString, string reason)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => new TableServiceClient(connectionString));

        Assert.Equal($"The storage connection string is invalid: {reason}.", failure.Message);
    }

    [Fact]
    public void The_emulator_s_account_is_the_published_one()
    {
        var named = new TableSharedKeyCredential(AzuriteServer.AccountName, AzuriteServer.AccountKey);

        var shorthand = Connections.TableConnectionString.Parse("UseDevelopmentStorage=true").Credential;

        Assert.Equal(named.Signature("x"), shorthand.Signature("x"));
    }
}
