using AudioFunctions.LocalHost.Worker.Rpc;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>Converts values to and from the messages of FunctionRpc.</summary>
internal static class RpcValue
{
    private static readonly JsonSerializerSettings TimesAsText = new() { DateParseHandling = DateParseHandling.None };

    public static TypedData Write(object? value) => value switch
    {
        null => new TypedData(),
        string text => new TypedData { String = text },
        byte[] bytes => new TypedData { Bytes = ByteString.CopyFrom(bytes) },
        TimerInfo timer => new TypedData { Json = JsonConvert.SerializeObject(new { timer.IsPastDue, timer.ScheduleStatus }) },
        JToken json => new TypedData { Json = json.ToString(Formatting.None) },
        Uri uri => new TypedData { String = uri.ToString() },
        HttpContext http => new TypedData { Http = Routed(http) },
        ParameterBindingData data => new TypedData
        {
            ModelBindingData = new ModelBindingData
            {
                Version = data.Version,
                Source = data.Source,
                ContentType = data.ContentType,
                Content = ByteString.CopyFrom(data.Content.ToMemory().Span),
            },
        },
        IDictionary<string, string> map => new TypedData { Json = JsonConvert.SerializeObject(map) },
        IConvertible simple => new TypedData { String = simple.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        // Values that only the host can use, such as a storage client.
        _ => new TypedData(),
    };

    public static object? Read(TypedData? data) => data?.DataCase switch
    {
        TypedData.DataOneofCase.String => data.String,
        TypedData.DataOneofCase.Json => JsonConvert.DeserializeObject(data.Json, TimesAsText),
        TypedData.DataOneofCase.Bytes => data.Bytes.ToByteArray(),
        TypedData.DataOneofCase.Int => data.Int,
        TypedData.DataOneofCase.Double => data.Double,
        _ => null,
    };

    private static RpcHttp Routed(HttpContext http)
    {
        var routed = new RpcHttp();
        foreach (var (name, value) in http.Request.RouteValues)
            routed.NullableParams[name] = new NullableString { Value = value?.ToString() ?? "" };
        return routed;
    }
}
