using System.Text.Json.Nodes;

namespace AudioFunctions.Tests.Contract;

/// <summary>Checks that everything in the document occurred.</summary>
internal static class ContractCoverage
{
    /// <summary>Responses that no test can cause, with the reason.</summary>
    private static readonly Dictionary<string, string> Unprovoked = new()
    {
        ["500 unexpected-failure"] = "No request is known to cause it; one that did would be mended.",
        ["500 application/problem+json"] = "The same, of a HEAD.",
        ["409 idempotency-key-expired"] = "Only when the regeneration's instance is gone: InstancePurgeTests.",
        ["409 speech-provider-changed"] = "Only when the app was started again with another speech provider: LineRetakeProviderTests.",
        ["503 service-stopping"] = "Only while the process ends: StopTests.",
    };

    /// <returns>What is documented but didn't occur, and what occurred although no test should be able to cause it.</returns>
    public static IReadOnlyList<string> Gaps(ContractDocument document, IReadOnlySet<string> seen)
    {
        var documented = document.Operations.SelectMany(Answers).ToList();
        return
        [
            .. documented.Where(answer => !seen.Contains(answer) && !Unprovoked.ContainsKey(WithoutOperation(answer)))
                .Select(answer => $"never seen: {answer}"),
            .. seen.Where(answer => Unprovoked.ContainsKey(WithoutOperation(answer))).Select(answer => $"seen after all: {answer}"),
        ];
    }

    private static IEnumerable<string> Answers(ContractOperation operation)
    {
        foreach (var (status, response) in operation.Responses)
        {
            var content = response["content"]?.AsObject();
            if (content is null)
                yield return $"{operation.Id} {status}";
            foreach (var (type, _) in content ?? [])
            {
                foreach (var kind in Kinds(operation, type, response))
                    yield return $"{operation.Id} {status} {kind}";
            }
        }
    }

    /// <summary>A problem's codes, which a <c>HEAD</c> doesn't show; otherwise the content type.</summary>
    private static IReadOnlyList<string> Kinds(ContractOperation operation, string type, JsonObject response) =>
        operation.Method != HttpMethod.Head && type == "application/problem+json" ? ContractDocument.Codes(response) : [type];

    private static string WithoutOperation(string answer) => answer[(answer.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}
