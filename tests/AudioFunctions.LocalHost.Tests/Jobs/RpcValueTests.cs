using AudioFunctions.LocalHost.Jobs;
using AudioFunctions.LocalHost.Worker.Rpc;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Tests.Jobs;

public sealed class RpcValueTests
{
    public static TheoryData<object?, string> Values => new()
    {
        { null, "{ }" },
        { "text", """{ "string": "text" }""" },
        { new byte[] { 1, 2 }, """{ "bytes": "AQI=" }""" },
        { JToken.Parse("""{ "a": [ 1 ] }"""), """{ "json": "{\"a\":[1]}" }""" },
        { new Uri("http://a/b"), """{ "string": "http://a/b" }""" },
        { 1.5, """{ "string": "1.5" }""" },
        { new Dictionary<string, string> { ["k"] = "v" }, """{ "json": "{\"k\":\"v\"}" }""" },
        { new object(), "{ }" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_are_converted_to_the_form_that_the_worker_reads(object? value, string json) =>
        Assert.Equal(json, JsonFormatter.Default.Format(RpcValue.Write(value)));

    [Fact]
    public void A_deferred_binding_is_passed_unchanged()
    {
        var data = new ParameterBindingData("1.0", "AzureStorageBlobs", BinaryData.FromString("{}"), "application/json");

        Assert.Equal(
            new ModelBindingData { Version = "1.0", Source = "AzureStorageBlobs", ContentType = "application/json", Content = ByteString.CopyFromUtf8("{}") },
            RpcValue.Write(data).ModelBindingData);
    }

    [Fact]
    public void The_route_values_of_a_request_are_passed()
    {
        var http = new DefaultHttpContext { Request = { RouteValues = new() { ["id"] = 41, ["rest"] = null } } };

        var values = RpcValue.Write(http).Http.NullableParams;

        Assert.Equal(("41", ""), (values["id"].Value, values["rest"].Value));
    }

    [Fact]
    public void Results_are_converted_back_and_times_in_JSON_stay_text()
    {
        Assert.Null(RpcValue.Read(null));
        Assert.Null(RpcValue.Read(new TypedData()));
        Assert.Equal("text", RpcValue.Read(new TypedData { String = "text" }));
        Assert.Equal(7L, RpcValue.Read(new TypedData { Int = 7 }));
        Assert.Equal(0.5, RpcValue.Read(new TypedData { Double = 0.5 }));
        Assert.Equal(new byte[] { 1 }, RpcValue.Read(new TypedData { Bytes = ByteString.CopyFrom(1) }));
        Assert.Equal("2026-01-31T00:00:00+02:00", ((JObject)RpcValue.Read(new TypedData { Json = """{"at":"2026-01-31T00:00:00+02:00"}""" })!)["at"]!.Value<string>());
    }
}
