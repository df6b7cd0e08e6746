using AudioFunctions.LocalHost.Functions;
using AudioFunctions.LocalHost.Storage;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Tests.Blobs;

public sealed class BlobTriggerTests
{
    [Theory]
    [InlineData("drop/{name}.els", "drop", "", ".els")]
    [InlineData("drop/in/{folder}/{name}.els", "drop", "in/", ".els")]
    [InlineData("drop/{name}", "drop", "", "")]
    [InlineData("drop", "drop", "", "")]
    [InlineData("%Where%/{name}.txt", "there", "", ".txt")]
    public void A_path_is_split_into_container_prefix_and_suffix(string path, string container, string prefix, string suffix) =>
        Assert.Equal(new BlobTrigger("F", "AzureWebJobsStorage", container, prefix, suffix), Of(path));

    [Fact]
    public void Another_connection_can_be_set() =>
        Assert.Equal("Other", Of("drop/{name}", connection: "Other")!.Connection);

    [Theory]
    [InlineData("LogsAndContainerScan")]
    [InlineData(null)]
    public void A_trigger_without_Event_Grid_is_not_watched(string? source) => Assert.Null(Of("drop/{name}", source));

    [Theory]
    [InlineData("in/a.txt", true)]
    [InlineData("in/folder/a.txt", true)]
    [InlineData("in/.txt", false)]
    [InlineData("in/a.TXT", false)]
    [InlineData("in/a.txt.bak", false)]
    [InlineData("a.txt", false)]
    public void Names_are_compared_like_in_Event_Grid(string name, bool matches) =>
        Assert.Equal(matches, Of("drop/in/{name}.txt")!.Matches(name));

    private static BlobTrigger? Of(string path, string? source = "EventGrid", string? connection = null)
    {
        var json = new JObject { ["name"] = "blob", ["type"] = "blobTrigger", ["direction"] = "In", ["path"] = path };
        if (source is not null)
            json["source"] = source;
        if (connection is not null)
            json["connection"] = connection;
        var binding = FunctionBinding.Read(json);
        return BlobTrigger.Of([new AppFunction("F", "", "", binding, [binding])], new Names()).SingleOrDefault();
    }

    private sealed class Names : INameResolver
    {
        public string Resolve(string name) => name == "Where" ? "there" : throw new InvalidOperationException(name);
    }
}
