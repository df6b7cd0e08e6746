using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Retries, transport and diagnostics are those of <see cref="ClientOptions"/>: three retries from 0.8 s on, doubling.</summary>
public class TableClientOptions : ClientOptions
{
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06)
    {
        VersionString = serviceVersion switch
        {
            ServiceVersion.V2019_02_02 => "2019-02-02",
            ServiceVersion.V2020_12_06 => "2020-12-06",
            _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
        };
        foreach (var header in (string[])["DataServiceVersion", "x-ms-version", "x-ms-error-code", "Preference-Applied"])
        {
            Diagnostics.LoggedHeaderNames.Add(header);
        }
    }

    /// <summary>Whom tokens are for. Null means the public cloud's storage.</summary>
    public TableAudience? Audience { get; set; }

    internal string VersionString { get; }

    public enum ServiceVersion
    {
        V2019_02_02 = 1,
        V2020_12_06 = 2,
    }
}
