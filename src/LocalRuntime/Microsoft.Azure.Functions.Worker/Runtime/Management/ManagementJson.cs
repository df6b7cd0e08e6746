using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LocalRuntime.Functions.Management;

/// <summary>Writes the management API's JSON: compact, in the order of the calls, with addresses and letters unescaped.</summary>
internal static class ManagementJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // What is embedded was checked when it was parsed.
        SkipValidation = true,
    };

    public static async Task WriteAsync(HttpContext http, int statusCode, Action<Utf8JsonWriter> write)
    {
        http.Response.StatusCode = statusCode;
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter, Options);
        write(writer);
        await writer.FlushAsync(http.RequestAborted);
    }

    public static Task RefuseAsync(HttpContext http, int statusCode, string message) => WriteAsync(http, statusCode, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("Message", message);
        writer.WriteEndObject();
    });

    /// <summary>Embeds stored JSON as JSON; what is none (a reason given as plain text) becomes a string.</summary>
    public static void WriteStored(this Utf8JsonWriter writer, string property, string? stored)
    {
        writer.WritePropertyName(property);
        if (stored is null)
        {
            writer.WriteNullValue();
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(stored);
            document.RootElement.WriteTo(writer);
        }
        catch (JsonException)
        {
            writer.WriteStringValue(stored);
        }
    }
}
