using System.Text.Json;

namespace Microsoft.DurableTask.Tests.Support;

internal static class JsonText
{
    public static T? Read<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json);
}
