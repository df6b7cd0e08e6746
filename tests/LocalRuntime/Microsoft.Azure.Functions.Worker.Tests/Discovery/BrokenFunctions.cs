using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker.Tests.Discovery;

/// <summary>One function for each mistake that the discovery must find; never run.</summary>
public abstract class BrokenFunctions
{
    [Function("Twin")]
    public static IResult FirstTwin([HttpTrigger("get", Route = "twins/{a}")] HttpRequest request) => Results.Ok();

    [Function("twin")]
    public static IResult SecondTwin([HttpTrigger("get", "post", Route = "TWINS/{b}")] HttpRequest request) => Results.Ok();

    [Function("OneActivity")]
    public static int OneActivity([ActivityTrigger(Activity = "Shared")] int one) => one;

    [Function("OtherActivity")]
    public static int OtherActivity([ActivityTrigger(Activity = "Shared")] int one) => one;

    [Function("NoTrigger")]
    public static IResult NoTrigger(HttpRequest request) => Results.Ok();

    [Function("TwoTriggers")]
    public static int TwoTriggers([ActivityTrigger] int one, [ActivityTrigger] int two) => one + two;

    [Function("bad name")]
    public static int BadName([ActivityTrigger] int one) => one;

    [Function("NotPublic")]
    internal static int NotPublic([ActivityTrigger] int one) => one;

    [Function("OfAbstractClass")]
    public int OfAbstractClass([ActivityTrigger] int one) => one;

    [Function("BadRoute")]
    public static IResult BadRoute([HttpTrigger("get", Route = "a/{b")] HttpRequest request) => Results.Ok();

    [Function("BadConstraint")]
    public static IResult BadConstraint([HttpTrigger("get", Route = "b/{id:nonsense}")] HttpRequest request) => Results.Ok();

    [Function("Unfillable")]
    public static IResult Unfillable([HttpTrigger("get", Route = "fills/{b}")] HttpRequest request, string a, Uri b) => Results.Ok();

    [Function("WrongTriggerType")]
    public static IResult WrongTriggerType([HttpTrigger("get")] string request) => Results.Ok();

    [Function("WrongClientType")]
    public static IResult WrongClientType([HttpTrigger("get")] HttpRequest request, [DurableClient] string client) => Results.Ok();

    [Function("ForeignHub")]
    public static IResult ForeignHub(
        [HttpTrigger("get")] HttpRequest request, [DurableClient(TaskHub = "Elsewhere")] DurableTaskClient client) => Results.Ok();

    [Function("WrongReturn")]
    public static Task<string> WrongReturn([HttpTrigger("get")] HttpRequest request) => Task.FromResult("text");

    [Function("OnBlob")]
    public static void OnBlob([BlobTrigger("drop/{name}.els")] string content, string name)
    {
    }

    [Function("OnNoBlob")]
    public static void OnNoBlob([BlobTrigger("{container}/name", Connection = "Elsewhere")] BlobClient blob)
    {
    }

    [Function("OnTime")]
    public static void OnTime([TimerTrigger("0 0 * * * *")] string timer)
    {
    }

    [Function("WrongOrchestration")]
    public static Task WrongOrchestration([OrchestrationTrigger] string context) => Task.CompletedTask;
}
