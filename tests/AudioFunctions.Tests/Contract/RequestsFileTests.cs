namespace AudioFunctions.Tests.Contract;

/// <summary>The examples of <c>requests.http</c> work from top to bottom, and there is one for every operation.</summary>
public sealed class RequestsFileTests
{
    [Fact]
    public async Task Every_example_works_in_order_and_every_operation_has_one()
    {
        await using var tour = await ContractTour.StartAsync();
        using var client = new HttpClient(tour.Witness, disposeHandler: false);
        var file = HttpFile.Read();
        var settings = new Dictionary<string, string>
        {
            ["host"] = tour.Client.BaseAddress!.ToString().TrimEnd('/'),
            ["key"] = tour.App.Process.FunctionKey(),
        };
        var run = new HttpFileRun(file, client, settings);
        var shown = new HashSet<string>();
        foreach (var request in file.Requests)
        {
            var operation = OperationOf(run, request, settings["host"]);
            if (operation is not null)
                shown.Add(operation.Id);
            var status = (int)await run.SendAsync(request);
            Assert.True(status < 400, $"requests.http:{request.Line}: {request.Method} {request.Url} → {status}");
        }

        Assert.True(tour.Witness.Deviations.Count == 0, string.Join('\n', tour.Witness.Deviations));
        Assert.Equal(ContractDocument.Embedded.Operations.Where(Works).Select(operation => operation.Id).Order(), shown.Order());
    }

    [Fact]
    public void No_variable_has_the_name_of_a_request()
    {
        var file = HttpFile.Read();

        // Editors would resolve {{name}} to the request.
        Assert.Empty(file.Variables.Keys.Intersect(file.Requests.Select(request => request.Name)));
        Assert.All(file.Requests, request => Assert.True(request.Url.StartsWith("{{", StringComparison.Ordinal), $"requests.http:{request.Line}"));
    }

    /// <summary>Operations that only refuse need no example.</summary>
    private static bool Works(ContractOperation operation) => operation.Responses.Keys.Any(status => status[0] is '2' or '3');

    /// <summary>Null if it isn't a route of the app.</summary>
    private static ContractOperation? OperationOf(HttpFileRun run, HttpFileRequest request, string host)
    {
        var url = run.Fill(request.Url);
        return url.StartsWith(host, StringComparison.Ordinal)
            ? ContractDocument.Embedded.Find(new HttpMethod(request.Method), url[host.Length..].Split('?')[0])
            : null;
    }
}
