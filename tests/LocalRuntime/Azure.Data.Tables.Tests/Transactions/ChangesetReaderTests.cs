using System.Text;
using Azure.Data.Tables.Transactions;

namespace Azure.Data.Tables.Tests.Transactions;

/// <summary>Azurite and Azure write their answers differently; these are in the form of Azure's.</summary>
public sealed class ChangesetReaderTests
{
    [Fact]
    public void Reads_one_answer_per_action()
    {
        var parts = Read(
            """
            --batchresponse_4c637ba4-b2f8-40f8-8856-c2d10d163a83
            Content-Type: multipart/mixed; boundary=changesetresponse_7b4c5ee1-6e2a-4d6b-8f10-5a3b

            --changesetresponse_7b4c5ee1-6e2a-4d6b-8f10-5a3b
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            HTTP/1.1 204 No Content
            X-Content-Type-Options: nosniff
            Cache-Control: no-cache
            Preference-Applied: return-no-content
            DataServiceVersion: 3.0;
            Location: https://voices.table.core.windows.net/takes(PartitionKey='p',RowKey='r')
            ETag: W/"datetime'2026-11-22T07%3A15%3A03.1234567Z'"


            --changesetresponse_7b4c5ee1-6e2a-4d6b-8f10-5a3b
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            HTTP/1.1 204 No Content
            DataServiceVersion: 1.0;


            --changesetresponse_7b4c5ee1-6e2a-4d6b-8f10-5a3b--
            --batchresponse_4c637ba4-b2f8-40f8-8856-c2d10d163a83--
            """);

        Assert.Equal([(204, "No Content"), (204, "No Content")], parts.Select(p => (p.Status, p.ReasonPhrase)));
        Assert.Equal(new ETag("W/\"datetime'2026-11-22T07%3A15%3A03.1234567Z'\""), parts[0].Headers.ETag);
        Assert.True(parts[0].Headers.TryGetValue("location", out var location));
        Assert.Equal("https://voices.table.core.windows.net/takes(PartitionKey='p',RowKey='r')", location);
        Assert.Null(parts[1].Headers.ETag);
        Assert.All(parts, p => Assert.False(p.IsError));
    }

    [Fact]
    public void A_refused_action_s_answer_becomes_the_transaction_s_error()
    {
        var parts = Read(
            """
            --batchresponse_3e
            Content-Type: multipart/mixed; boundary=changesetresponse_5f

            --changesetresponse_5f
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            HTTP/1.1 412 Precondition Failed
            X-Content-Type-Options: nosniff
            DataServiceVersion: 3.0;
            Content-Type: application/json;odata=nometadata;streaming=true;charset=utf-8

            {"odata.error":{"code":"UpdateConditionNotSatisfied","message":{"lang":"en-US","value":"42:The update condition was not satisfied.\nRequestId:1"}}}
            --changesetresponse_5f--
            --batchresponse_3e--
            """);

        var failure = TransactionRules.Refused(Assert.Single(parts));

        Assert.Equal((412, "UpdateConditionNotSatisfied", 42), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.StartsWith("42:The update condition", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--batchresponse_1--")]
    [InlineData("<html>502 Bad Gateway</html>")]
    public void What_is_no_answer_has_no_parts(string content) => Assert.Empty(Read(content));

    private static List<Response> Read(string content) =>
        ChangesetReader.Read(Encoding.UTF8.GetBytes(content.ReplaceLineEndings("\r\n")), "client-request");
}
