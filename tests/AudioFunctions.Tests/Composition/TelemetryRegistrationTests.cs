using AudioFunctions.Composition;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AudioFunctions.Tests.Composition;

public sealed class TelemetryRegistrationTests
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(Otlp, " ", false)]
    [InlineData(Otlp, "http://127.0.0.1:1", true)]
    [InlineData(AzureMonitor, "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:1/", true)]
    public async Task Spans_exist_only_if_an_exporter_is_configured(string? setting, string? value, bool isTraced)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting ?? "none", value)]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddTelemetry(configuration);
        await using var provider = services.BuildServiceProvider();

        Assert.Equal(isTraced, provider.GetService<TracerProvider>() is not null);
        Assert.NotNull(provider.GetService<MeterProvider>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ClientId=5d4f1c1c-3a9e-4c55-9d2f-1b6a4f4f0a11")]
    [InlineData("Authorization=None")]
    [InlineData(";=;Authorization")]
    public void Without_Entra_authentication_the_connection_string_is_enough(string? authentication) =>
        Assert.Null(TelemetryRegistration.CredentialIn(authentication));

    [Theory]
    [InlineData("Authorization=AAD")]
    [InlineData("ClientId=5d4f1c1c-3a9e-4c55-9d2f-1b6a4f4f0a11;Authorization=AAD")]
    [InlineData(" authorization = aad ; clientid = 5d4f1c1c-3a9e-4c55-9d2f-1b6a4f4f0a11 ;")]
    public void With_Entra_authentication_the_managed_identity_signs_in(string authentication) =>
        Assert.IsType<ManagedIdentityCredential>(TelemetryRegistration.CredentialIn(authentication));
}
