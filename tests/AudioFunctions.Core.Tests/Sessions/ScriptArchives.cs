using AudioFunctions.Sessions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Sessions;

internal static class ScriptArchives
{
    /// <summary>The archive of a storage account.</summary>
    public static ScriptArchive At(string connectionString) => new(
        new BlobServiceClient(connectionString), new SessionStore(new TableServiceClient(connectionString), TimeProvider.System));
}
