using AudioFunctions.Composition;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Speech;
using AudioFunctions.Speech.ElevenLabs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Core.Tests.Composition;

public sealed class SpeechRegistrationTests
{
    [Fact]
    public async Task Without_a_key_the_offline_voice_is_used_with_one_warning()
    {
        var (speech, logs) = await StartAsync();

        Assert.Equal("offline", speech.Provider);
        var warning = Assert.Single(logs, l => l.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Contains(
            "Speaking with the offline voice (espeak-ng), not with ElevenLabs. Set ELEVENLABS_API_KEY for the real voices.",
            warning,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ELEVENLABS_API_KEY")]
    [InlineData("ElevenLabs:ApiKey")]
    public async Task With_a_key_ElevenLabs_is_used(string name)
    {
        var (speech, logs) = await StartAsync((name, " sk_1 "));

        Assert.Equal(("elevenlabs", "eleven_turbo_v2_5", 40_000), (speech.Provider, speech.Model, ElevenLabsModels.Find(speech.Model).MaxCharacters));
        Assert.DoesNotContain(logs, l => l.StartsWith("Warning", StringComparison.Ordinal));
        Assert.DoesNotContain(logs, l => l.Contains("sk_1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_provider_setting_overrides_the_key()
    {
        var (speech, _) = await StartAsync(("ELEVENLABS_API_KEY", "sk_1"), ("Speech:Provider", "Offline"));

        Assert.Equal("offline", speech.Provider);
    }

    [Theory]
    [InlineData("Speech:Provider", "elevenlabs", "Speech__Provider is 'elevenlabs', which needs a key: set ElevenLabs__ApiKey or ELEVENLABS_API_KEY.")]
    [InlineData("Speech:Provider", "google", "Speech__Provider must be 'elevenlabs' or 'offline'.")]
    [InlineData("Speech:TimeoutSeconds", "4", "Speech__TimeoutSeconds must be between 5 and 600.")]
    [InlineData("Speech:TimeoutSeconds", "NaN", "Speech__TimeoutSeconds must be between 5 and 600.")]
    [InlineData("Speech:MaxAttempts", "0", "Speech__MaxAttempts must be between 1 and 20.")]
    [InlineData("Speech:MaxRoomWaitSeconds", "-1", "Speech__MaxRoomWaitSeconds must be between 0 and 86400.")]
    [InlineData("Speech:MaxWaitSeconds", "-1", "Speech__MaxWaitSeconds must be between 0 and 3600.")]
    [InlineData("Speech:BackoffSeconds", "0", "Speech__BackoffSeconds must be between 0.01 and 60.")]
    [InlineData("Speech:LostAnswerSeconds", "601", "Speech__LostAnswerSeconds must be between 0 and 600.")]
    [InlineData("Speech:LanguageCode", "German", "Speech__LanguageCode must be an ISO 639 code of 2 or 3 lower-case letters, for instance 'de'.")]
    [InlineData("Speech:StopGraceSeconds", "-1", "Speech__StopGraceSeconds must be between 0 and 600.")]
    [InlineData("Speech:EspeakPath", " ", "Speech__EspeakPath must name espeak-ng.")]
    [InlineData("ElevenLabs:BaseUrl", "http://api.elevenlabs.io", "ElevenLabs__BaseUrl must be an absolute https URL without a query (http only for this machine).")]
    [InlineData("ElevenLabs:BaseUrl", "https://u:p@host", "ElevenLabs__BaseUrl must be an absolute https URL without a query (http only for this machine).")]
    [InlineData("ElevenLabs:ModelId", "a/b", "ElevenLabs__ModelId must be a model's id, for instance 'eleven_turbo_v2_5'.")]
    [InlineData("ElevenLabs:OutputFormat", "pcm_44100", "ElevenLabs__OutputFormat must be an MP3 or WAV format, for instance 'mp3_44100_128'.")]
    [InlineData("ElevenLabs:Seed", "4294967296", "ElevenLabs__Seed must be between 0 and 4294967295.")]
    [InlineData("ElevenLabs:MaxConcurrentRequests", "0", "ElevenLabs__MaxConcurrentRequests must be between 1 and 100.")]
    [InlineData("ElevenLabs:SubscriptionTimeoutSeconds", "61", "ElevenLabs__SubscriptionTimeoutSeconds must be between 1 and 60.")]
    public async Task An_invalid_setting_stops_the_start_with_what_to_do(string name, string value, string message)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync((name, value)));

        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public void Every_default_is_valid()
    {
        using var services = Build().Services;

        Assert.Equal(4, services.GetRequiredService<IOptions<ElevenLabsOptions>>().Value.MaxConcurrentRequests);
        Assert.Equal("mp3_44100_128", services.GetRequiredService<IOptions<ElevenLabsOptions>>().Value.OutputFormat);
        Assert.Equal(120, services.GetRequiredService<IOptions<SpeechOptions>>().Value.TimeoutSeconds);
    }

    [Fact]
    public void All_sessions_share_one_service_and_one_limiter()
    {
        using var services = Build(("ELEVENLABS_API_KEY", "sk_1")).Services;

        Assert.Same(services.GetRequiredService<ISpeechService>(), services.GetRequiredService<ISpeechService>());
        Assert.Same(services.GetRequiredService<RequestLimiter>(), services.GetRequiredService<RequestLimiter>());
    }

    private static async Task<(ISpeechService Speech, IReadOnlyList<string> Logs)> StartAsync(params (string Key, string Value)[] settings)
    {
        var (host, logs) = BuildHost(settings);
        using (host)
        {
            await host.StartAsync();
            var speech = host.Services.GetRequiredService<ISpeechService>();
            await host.StopAsync();
            return (speech, logs.Entries);
        }
    }

    private static (IHost Host, LogCapture Logs) BuildHost((string Key, string Value)[] settings)
    {
        var logs = new LogCapture();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddSpeech(Configured(settings));
        return (builder.Build(), logs);
    }

    private static (ServiceProvider Services, IConfiguration Configuration) Build(params (string Key, string Value)[] settings)
    {
        var configuration = Configured(settings);
        return (new ServiceCollection().AddLogging().AddSpeech(configuration).BuildServiceProvider(), configuration);
    }

    private static IConfiguration Configured((string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)))
        .Build();
}
