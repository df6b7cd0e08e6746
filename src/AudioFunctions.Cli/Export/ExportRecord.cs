using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudioFunctions.Cli.Export;

/// <summary>Which script an output folder belongs to. Two scripts with the same title get separate folders.</summary>
/// <param name="Script">Full path.</param>
public sealed record ExportRecord(string Script)
{
    /// <summary>Null if there is none.</summary>
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

    public static int Count(string records) => Directory.Exists(records) ? Directory.EnumerateFiles(records).Count() : 0;

    /// <summary>The lock file of the run that writes to the folder.</summary>
    public static string LockOf(string records, string exportFolder) => $"{PathOf(records, exportFolder)}.lock";

    public void Write(string records, string exportFolder)
    {
        Directory.CreateDirectory(records);
        WholeFile.Write(PathOf(records, exportFolder), JsonSerializer.SerializeToUtf8Bytes(this, ExportRecordJson.Default.ExportRecord));
    }

    private static string PathOf(string records, string exportFolder) =>
        Path.Combine(records, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(exportFolder)).AsSpan(0, 16))}.json");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExportRecord))]
internal sealed partial class ExportRecordJson : JsonSerializerContext;
