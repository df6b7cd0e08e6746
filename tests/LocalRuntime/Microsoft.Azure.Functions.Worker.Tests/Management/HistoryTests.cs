using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Microsoft.Azure.Functions.Worker.Tests.Management;

[Collection(nameof(DurableHost))]
public sealed partial class HistoryTests(DurableHost host)
{
    private const string Order = """{"Item":"a","Amount":4}""";

    [Fact]
    public async Task History_joins_requests_with_their_completions_and_leaves_results_out() =>
        Assert.Equal(
            """
            [{"EventType":"ExecutionStarted","FunctionName":"DoubleOrder","Input":"{\"Item\":\"a\",\"Amount\":4}","Timestamp":"T"},
            {"EventType":"TaskCompleted","FunctionName":"Twice","Input":"4","ScheduledTime":"T","Timestamp":"T"},
            {"EventType":"ExecutionCompleted","OrchestrationStatus":"Completed","Timestamp":"T"}]
            """.ReplaceLineEndings(""),
            await HistoryAsync("DoubleOrder", Order, "Completed", "showHistory=true"));

    [Fact]
    public async Task Results_are_shown_where_asked() =>
        Assert.Equal(
            """
            [{"EventType":"ExecutionStarted","FunctionName":"DoubleOrder","Timestamp":"T"},
            {"EventType":"TaskCompleted","FunctionName":"Twice","Result":8,"ScheduledTime":"T","Timestamp":"T"},
            {"EventType":"ExecutionCompleted","Result":{"Item":"a","Amount":8},"OrchestrationStatus":"Completed","Timestamp":"T"}]
            """.ReplaceLineEndings(""),
            await HistoryAsync("DoubleOrder", Order, "Completed", "showHistory=true&showHistoryOutput=true&showInput=false"));

    [Fact]
    public async Task A_failure_is_shown_with_its_reason_and_no_stack_trace()
    {
        var history = await HistoryAsync("Fails", null, "Failed", "showHistory=true");

        Assert.Contains(
            """{"EventType":"TaskFailed","FunctionName":"Breaks","Reason":"Breaks broke","FailureDetails":{"ErrorType":"System.InvalidOperationException","ErrorMessage":"Breaks broke","InnerFailure":null},"ScheduledTime":"T","Timestamp":"T"}""",
            history,
            StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_without_history_has_no_events()
    {
        var id = await host.StartAsync("WaitsForEvent");

        var response = await host.GetAsync($"/instances/{id}?showHistoryOutput=true");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.DoesNotContain("historyEvents", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<string> HistoryAsync(string orchestrator, string? input, string status, string query)
    {
        var id = await host.StartAsync(orchestrator, input);
        await host.UntilAsync(id, status);
        var text = await (await host.GetAsync($"/instances/{id}?{query}")).Content.ReadAsStringAsync();
        var history = JsonDocument.Parse(text).RootElement.GetProperty("historyEvents").GetRawText();
        return EventTime().Replace(history, "T");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z")]
    private static partial Regex EventTime();
}
