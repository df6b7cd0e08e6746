using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Infra.Tests.Templates;
using AudioFunctions.Testing;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Infra.Tests.Image;

/// <summary>What can be known of the image without building it.</summary>
public sealed class DockerfileTests
{
    private static readonly Dockerfile File = Dockerfile.OfTheProduct;

    [Fact]
    public async Task The_app_is_healthy_when_started_from_the_images_files_with_the_images_settings()
    {
        Repository.RequireApp();
        await using var storage = await AzuriteServer.StartAsync();
        var image = Directory.CreateTempSubdirectory("af-image-");
        try
        {
            File.CopyTo(image.FullName);
            using var settings = new AppSettings(storage.ConnectionString)
            {
                AppFolder = Path.Combine(image.FullName, File.Environment["AzureWebJobsScriptRoot"].TrimStart('/')),
            };
            // Addresses and folders are the host's, and the local host has its own.
            foreach (var (name, value) in File.Environment.Where(one => !one.Value.Contains('/', StringComparison.Ordinal)))
                settings.With(name, value);
            await using var app = await AppProcess.StartAsync(settings.With("Speech__Provider", "offline"));

            using var health = await app.Client.GetAsync("health");

            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
            Assert.Equal("healthy", JsonNode.Parse(await health.Content.ReadAsStringAsync())!["status"]!.GetValue<string>());
        }
        finally
        {
            image.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_image_installs_the_programs_that_the_app_starts()
    {
        var installed = File.All("RUN").Single(command => command.Contains("apt-get install", StringComparison.Ordinal));

        Assert.All(["ffmpeg", "espeak-ng", "curl"], program => Assert.Contains($" {program} ", installed, StringComparison.Ordinal));
    }

    [Fact]
    public void The_app_does_not_run_as_root_and_its_files_are_not_its_users()
    {
        var user = File.All("USER").Single();

        Assert.True(int.Parse(user, System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Contains(File.All("RUN"), command => command.Contains($"--uid {user} ", StringComparison.Ordinal));
        Assert.DoesNotContain(File.All("RUN").Concat(File.All("COPY")), command => command.Contains("chown", StringComparison.Ordinal) && command.Contains("wwwroot", StringComparison.Ordinal));
        Assert.True(File.IndexOf("USER") > File.IndexOf("COPY"));
    }

    [Fact]
    public async Task Image_health_check_and_template_agree_on_the_port_and_the_base()
    {
        var app = (await Deployment.OfAsync()).App["properties"]!;
        var port = app["configuration"]!["ingress"]!["targetPort"]!.GetValue<int>();
        var settings = (await Deployment.OfAsync()).Settings;

        Assert.Equal($"http://+:{port}", File.Environment["ASPNETCORE_URLS"]);
        Assert.Equal(settings["ASPNETCORE_URLS"], File.Environment["ASPNETCORE_URLS"]);
        Assert.Contains($"localhost:{port}/api/health", File.All("HEALTHCHECK").Single(), StringComparison.Ordinal);
        Assert.Equal(File.All("FROM").Single(), Deployment.Text(app["template"]!["containers"]![0]!["image"]));
    }

    /// <summary>A build sends its whole context to the registry: no key of a developer goes along.</summary>
    [Fact]
    public void Only_the_published_folder_is_sent_to_the_build()
    {
        var rules = System.IO.File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => !line.StartsWith('#')).ToList();

        Assert.Equal("*", rules[0]);
        Assert.Equal("!" + File.All("COPY").Single().Split(' ')[0], rules.Last(rule => rule.StartsWith('!')));
        Assert.Equal("**/local.settings.json", rules[^1]);
    }
}
