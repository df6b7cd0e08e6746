using System.Reflection;
using System.Text.RegularExpressions;
using AudioFunctions.Audio;
using AudioFunctions.Composition;
using AudioFunctions.FileDrop;
using AudioFunctions.Speech;
using AudioFunctions.Speech.ElevenLabs;
using AudioFunctions.Testing;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Infra.Tests.Templates;

/// <summary>The settings of the template, held against the code that reads them.</summary>
public sealed partial class SettingsTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "deploy.md"));

    private static readonly string Configuration = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

    public static TheoryData<string> All => Choices.All;

    [Fact]
    public async Task Every_setting_is_read_by_the_app_or_by_the_platform()
    {
        var set = (await Choices.DeployAllAsync()).SelectMany(deployment => deployment.Settings.Keys).ToHashSet();
        var platforms = PlatformSetting().Matches(Guide).Select(match => match.Groups["name"].Value).ToHashSet();

        Assert.Equal([], set.Except(OwnSettings()).Except(platforms));
        // Nothing is documented that no template sets.
        Assert.Equal([], platforms.Except(set));
    }

    /// <summary>What no template sets has the default that its table names.</summary>
    [Fact]
    public async Task Every_setting_that_the_app_reads_is_set_or_documented_with_its_default()
    {
        var set = (await Choices.DeployAllAsync()).SelectMany(deployment => deployment.Settings.Keys).ToHashSet();
        var documented = AppSetting().Matches(Configuration).SelectMany(match => match.Groups["name"].Captures).Select(name => name.Value).ToHashSet();

        Assert.Equal([], OwnSettings().Except(set).Except(documented));
        // Nothing is documented that the app doesn't read.
        Assert.Equal([], documented.Where(name => name.IndexOf("__", StringComparison.Ordinal) > 0 && !name.StartsWith("AzureWebJobs", StringComparison.Ordinal)).Except(OwnSettings()));
    }

    /// <summary>The app's own registration reads them: it fails without a setting that it needs, and at a value that it can't use.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task The_app_starts_with_the_settings(string choice)
    {
        await using var app = Registered((await Choices.DeployAsync(choice)).Settings);

        Assert.Equal("https", app.GetRequiredService<BlobServiceClient>().Uri.Scheme);
        Assert.Equal("https", app.GetRequiredService<TableServiceClient>().Uri.Scheme);
        Assert.Equal(
            choice.Has(Choices.Offline) ? SpeechOptions.OfflineProvider : SpeechOptions.ElevenLabsProvider,
            app.GetRequiredService<IOptions<SpeechOptions>>().Value.Provider);
        Assert.Equal(4, app.GetRequiredService<IOptions<ElevenLabsOptions>>().Value.MaxConcurrentRequests);
        Assert.NotNull(app.GetRequiredService<IOptions<AudioOptions>>().Value);
        Assert.NotNull(app.GetRequiredService<IOptions<DropOptions>>().Value);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage__blobServiceUri")]
    [InlineData("AzureWebJobsStorage__tableServiceUri")]
    [InlineData("ELEVENLABS_API_KEY")]
    public async Task The_app_does_not_start_without(string setting)
    {
        var settings = (await Deployment.OfAsync()).Settings.Where(one => one.Key != setting).ToDictionary();
        await using var app = Registered(settings);

        Assert.ThrowsAny<Exception>(() =>
        {
            _ = app.GetRequiredService<BlobServiceClient>();
            _ = app.GetRequiredService<TableServiceClient>();
            _ = app.GetRequiredService<IOptions<ElevenLabsOptions>>().Value;
        });
    }

    /// <summary>The drop's trigger and Durable Functions keep their messages in queues.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task The_connection_that_triggers_name_has_an_address_for_queues(string choice)
    {
        var connections = TriggerConnection().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.PublishedApp, "functions.metadata")))
            .Select(match => match.Groups["name"].Value).Distinct().ToList();
        var settings = (await Choices.DeployAsync(choice)).Settings;

        Assert.NotEmpty(connections);
        Assert.All(connections, connection => Assert.True(settings.ContainsKey($"{connection}__queueServiceUri") && settings.ContainsKey($"{connection}__blobServiceUri")));
    }

    /// <summary>Of every class of options: its section and its properties.</summary>
    private static IEnumerable<string> OwnSettings() =>
        (from type in typeof(AudioOptions).Assembly.GetTypes().Concat(typeof(DropOptions).Assembly.GetTypes())
         let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
         where section is { IsLiteral: true }
         from property in type.GetProperties()
         select $"{section.GetRawConstantValue()}__{property.Name}").Append(ElevenLabsOptions.ApiKeyVariable);

    private static ServiceProvider Registered(IReadOnlyDictionary<string, string> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)Deployed(setting.Key, setting.Value)))
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration).AddLogging()
            .AddStorage(configuration).AddSpeech(configuration).AddAudio<AudioFunctions.Audio.FFmpeg.FFMpegCoreWrapper>(configuration).AddDrop().AddHousekeeping()
            .BuildServiceProvider();
    }

    /// <summary>What stands in the place of what is known only in Azure: endpoints, ids, the key, and the folder that is mounted.</summary>
    private static string Deployed(string name, string value) => name switch
    {
        _ when name.EndsWith("ServiceUri", StringComparison.Ordinal) => "https://account.example/",
        "Audio__FFmpegFolder" => Path.GetTempPath(),
        _ when value.StartsWith('[') || value.StartsWith("secretRef:", StringComparison.Ordinal) => "known-in-azure",
        _ => value,
    };

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| ", RegexOptions.Multiline)]
    private static partial Regex PlatformSetting();

    [GeneratedRegex(@"^\| `(?<name>\w+)`((, | or )`(?<name>\w+)`)* \| ", RegexOptions.Multiline)]
    private static partial Regex AppSetting();

    [GeneratedRegex("\"connection\": *\"(?<name>\\w+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex TriggerConnection();
}
