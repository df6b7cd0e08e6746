using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudioFunctions.Cli.Export;

/// <summary>Which script an output folder was last filled from. Two scripts may have one title, and so one folder.</summary>
/// <param name="Script">Full path.</param>
/// <param name="SessionId">That of the manifest written then; another one in the folder is not from here.</param>
public sealed record ExportRecord(string Script, string SessionId)
{
    /// <summary>Null where there is none, or one that was cut short.</summary>
    public static ExportRecord? Read(string records, string exportFolder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(records, exportFolder)), ExportRecordJson.Default.ExportRecord);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public void Write(string records, string exportFolder)
    {
        Directory.CreateDirectory(records);
        File.WriteAllBytes(PathOf(records, exportFolder), JsonSerializer.SerializeToUtf8Bytes(this, ExportRecordJson.Default.ExportRecord));
    }

    private static string PathOf(string records, string exportFolder) =>
        Path.Combine(records, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(exportFolder)).AsSpan(0, 16))}.json");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExportRecord))]
internal sealed partial class ExportRecordJson : JsonSerializerContext;
