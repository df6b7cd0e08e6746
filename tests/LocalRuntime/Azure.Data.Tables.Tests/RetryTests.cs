using System.Security.Cryptography;
using AudioFunctions.Testing.Storage;
using Azure.Core;

namespace Azure.Data.Tables.Tests;

public sealed class RetryTests(AzuriteFixture azurite) : TableTest(azurite), IAsyncLifetime
{
    private readonly TableSharedKeyCredential _credential = new(AzuriteServer.AccountName, AzuriteServer.AccountKey);
    private StorageProxy _proxy = null!;
    private TableClient _throughProxy = null!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _proxy = await StorageProxy.StartAsync(Azurite.Server.TableEndpoint);
        var options = new TableClientOptions { Retry = { Mode = RetryMode.Fixed, Delay = TimeSpan.FromMilliseconds(1) } };
        _throughProxy = new TableClient(_proxy.Endpoint, Table.Name, _credential, options);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await DisposeAsync();
    }

    [Fact]
    public async Task A_write_the_service_has_no_time_for_is_sent_again_whole()
    {
        var text = new string('x', 30_000);
        _proxy.Refuse();
        _proxy.Refuse();
        await _throughProxy.AddEntityAsync(new TableEntity("p", "add") { ["Text"] = text });
        _proxy.Refuse();
        await _throughProxy.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity("p", "transaction") { ["Text"] = text })]);

        var rows = await Table.QueryAsync<TableEntity>().ToListAsync();

        Assert.Equal(["add", "transaction"], rows.Select(r => r.RowKey));
        Assert.All(rows, row => Assert.Equal(text, row.GetString("Text")));
        Assert.Equal(3 + 2, _proxy.Attempts.Count);
    }

    [Fact]
    public async Task The_wait_the_service_asks_for_is_kept()
    {
        _proxy.Refuse(retryAfterMilliseconds: 300);

        await _throughProxy.AddEntityAsync(new TableEntity("p", "r"));

        var waited = TimeProvider.System.GetElapsedTime(_proxy.Attempts[0].Timestamp, _proxy.Attempts[1].Timestamp);
        Assert.True(waited >= TimeSpan.FromMilliseconds(290), $"The second attempt came after {waited}.");
    }

    [Fact]
    public async Task Each_attempt_is_signed_anew()
    {
        _credential.SetAccountKey(Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)));
        _proxy.Refuse(meanwhile: () => _credential.SetAccountKey(AzuriteServer.AccountKey));

        await _throughProxy.AddEntityAsync(new TableEntity("p", "r"));

        Assert.NotEqual(_proxy.Attempts[0].Headers["Authorization"], _proxy.Attempts[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task After_the_last_attempt_the_service_s_own_error_comes_out()
    {
        for (var i = 0; i < 4; i++)
        {
            _proxy.Refuse();
        }

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => _throughProxy.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((503, 4), (failure.Status, _proxy.Attempts.Count));
    }

    [Fact]
    public async Task An_add_whose_answer_is_lost_meets_itself()
    {
        _proxy.LoseAnswer();
        var add = await Assert.ThrowsAsync<RequestFailedException>(() => _throughProxy.AddEntityAsync(new TableEntity("p", "a")));
        _proxy.LoseAnswer();
        var transaction = await Assert.ThrowsAsync<TableTransactionFailedException>(() => _throughProxy.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "b")),
            new(TableTransactionActionType.Add, new TableEntity("p", "c")),
        ]));

        Assert.Equal((409, "EntityAlreadyExists"), (add.Status, add.ErrorCode));
        Assert.Equal((409, "EntityAlreadyExists", 1), Facts(transaction));
        Assert.Equal(["a", "b", "c"], (await Table.QueryAsync<TableEntity>().ToListAsync()).Select(r => r.RowKey));
    }

    [Fact]
    public async Task A_conditional_update_whose_answer_is_lost_meets_its_own_version()
    {
        var version = (await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 })).Headers.ETag!.Value;
        _proxy.LoseAnswer();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() =>
            _throughProxy.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, version));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (failure.Status, failure.ErrorCode));
        Assert.Equal(2, (await Table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("A"));
    }

    [Fact]
    public async Task An_upsert_and_a_delete_survive_a_lost_answer()
    {
        _proxy.LoseAnswer();
        var upsert = await _throughProxy.UpsertEntityAsync(new TableEntity("p", "r"));
        _proxy.LoseAnswer();
        var delete = await _throughProxy.DeleteEntityAsync("p", "r");

        Assert.Equal((204, 404), (upsert.Status, delete.Status));
        Assert.Empty(await Table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_cancelled_write_is_not_sent()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _throughProxy.AddEntityAsync(new TableEntity("p", "r"), cancelled.Token));

        Assert.Empty(_proxy.Attempts);
    }

    [Fact]
    public async Task Requests_share_a_connection_and_wait_for_no_leave_to_send_their_body()
    {
        for (var i = 0; i < 5; i++)
        {
            await _throughProxy.AddEntityAsync(new TableEntity("p", $"r{i}") { ["Text"] = new string('x', 20_000) });
        }

        Assert.Single(_proxy.Attempts.Select(a => a.Connection).Distinct());
        Assert.All(_proxy.Attempts, a => Assert.True(
            !a.Headers.ContainsKey("Expect") && a.Headers.ContainsKey("Content-Length") && a.Headers["Prefer"] == "return-no-content"));
    }

    private static (int Status, string? ErrorCode, int? Index) Facts(TableTransactionFailedException failure) =>
        (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex);
}
