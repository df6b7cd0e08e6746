using System.Text.Json.Nodes;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Templates;

public sealed class CompilationTests
{
    [Fact]
    public async Task Every_file_compiles_without_a_warning()
    {
        var lint = await Bicep.RunAsync("lint", "--pattern", Path.Combine(Bicep.Folder, "**", "*.bicep"));

        Assert.Equal((0, "", ""), (lint.ExitCode, lint.Output, lint.Messages));
    }

    [Fact]
    public async Task Every_file_is_written_as_the_formatter_writes_it()
    {
        var copy = Directory.CreateTempSubdirectory("af-format-");
        try
        {
            foreach (var file in Bicep.Files)
            {
                var target = Path.Combine(copy.FullName, Path.GetRelativePath(Bicep.Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            await Bicep.RunAsync("format", "--pattern", Path.Combine(copy.FullName, "**", "*.bicep"));

            Assert.All(Bicep.Files, file => Assert.Equal(
                File.ReadAllText(Path.Combine(copy.FullName, Path.GetRelativePath(Bicep.Folder, file))), File.ReadAllText(file)));
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Every_module_is_used_and_none_is_fetched_from_a_registry()
    {
        var modules = new List<string>();
        foreach (var file in Bicep.Files)
        {
            modules.AddRange(
                from line in await File.ReadAllLinesAsync(file)
                where line.StartsWith("module ", StringComparison.Ordinal)
                select Path.GetRelativePath(Bicep.Folder, Path.Combine(Path.GetDirectoryName(file)!, line.Split('\'')[1])));
        }

        Assert.Equal(
            Bicep.Files.Select(file => Path.GetRelativePath(Bicep.Folder, file)).Where(file => file != "main.bicep"),
            modules.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_parameters_file_names_every_parameter_and_no_other()
    {
        var template = JsonNode.Parse(await Bicep.BuildAsync(Bicep.Main))!;
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "main.parameters.json")))!;

        Assert.Equal(Names(template), Names(file));

        static IEnumerable<string> Names(JsonNode node) => node["parameters"]!.AsObject().Select(parameter => parameter.Key).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_task_hub_is_that_of_host_json()
    {
        var host = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "host.json")))!;

        var hub = (await Deployment.OfAsync(Choices.Scheduler)).OfType("Microsoft.DurableTask/schedulers/taskHubs").Single();

        Assert.EndsWith("/" + Deployment.Text(host["extensions"]!["durableTask"]!["hubName"]), Deployment.Text(hub["name"]), StringComparison.Ordinal);
    }
}
