namespace LocalRuntime.Functions.Blobs;

/// <summary>
/// How long to rest between two listings: a second, or twice what the listing took, so that a container of many thousand
/// blobs does not keep the storage busy; a minute at most.
/// </summary>
internal static class BlobSweepPace
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private const int RestPerListing = 2;

    public static TimeSpan RestAfter(TimeSpan listing) =>
        TimeSpan.FromTicks(Math.Clamp(listing.Ticks * RestPerListing, Shortest.Ticks, Longest.Ticks));
}
