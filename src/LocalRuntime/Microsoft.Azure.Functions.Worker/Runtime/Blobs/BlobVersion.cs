using Azure;

namespace LocalRuntime.Functions.Blobs;

/// <summary>A blob's name and the ETag that tells its content from an earlier or later one.</summary>
internal readonly record struct BlobVersion(string Name, string ETag)
{
    // Listings write ETags without the quotes that headers have.
    public BlobVersion(string name, ETag etag)
        : this(name, etag.ToString().Trim('"'))
    {
    }
}
