using System.Text.Json.Nodes;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Templates;

public sealed class CompilationTests
{
    /// <summary>Every file is main.bicep or a module of it, see below.</summary>
    [Fact]
    public async Task Every_file_compiles_without_a_warning()
    {
        Assert.Equal([], await Bicep.DiagnosticsAsync());
    }

    [Fact]
    public async Task Every_file_is_written_as_the_formatter_writes_it()
    {
        foreach (var file in Bicep.Files)
            Assert.Equal(await Bicep.FormatAsync(file), await File.ReadAllTextAsync(file));
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
        var template = JsonNode.Parse(await Bicep.TemplateAsync())!;
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
