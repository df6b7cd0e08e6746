using AudioFunctions.Storage;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Moq;

namespace AudioFunctions.Core.Tests.Storage;

public sealed class StorageFailureTests
{
    private const string Unreachable = "The storage account cannot be reached; check AzureWebJobsStorage, and that the account is up.";

    public static TheoryData<Exception, string> Failures => new()
    {
        { new RequestFailedException(403, "secret", "AuthorizationFailure", null), "The storage account returned 403 AuthorizationFailure; check AzureWebJobsStorage, and that the account is up and not full." },
        { new RequestFailedException("secret"), Unreachable },
        { new AggregateException(new TaskCanceledException(), new IOException("secret")), Unreachable },
        { new AggregateException(new AggregateException(new RequestFailedException("secret")), new TaskCanceledException()), Unreachable },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failures_of_the_sdk_are_storage_failures(Exception failure, string description)
    {
        Assert.True(StorageFailure.Is(failure));
        Assert.Equal(description, StorageFailure.Describe(failure));
    }

    public static TheoryData<Exception> OtherFailures => new(
        new OperationCanceledException(),
        new IOException(),
        new AggregateException(),
        new AggregateException(new RequestFailedException("storage"), new InvalidOperationException()));

    [Theory]
    [MemberData(nameof(OtherFailures))]
    public void Other_failures_are_not_storage_failures(Exception failure) => Assert.False(StorageFailure.Is(failure));

    [Fact]
    public async Task A_missing_token_for_the_identity_is_a_storage_failure()
    {
        var credential = new Mock<TokenCredential>();
        credential.Setup(c => c.GetTokenAsync(It.IsAny<TokenRequestContext>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new CredentialUnavailableException("secret"));
        var blobs = new BlobServiceClient(new Uri("https://127.0.0.1:1"), credential.Object);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => blobs.GetPropertiesAsync());

        Assert.True(StorageFailure.Is(failure), failure.ToString());
        Assert.Equal(
            "The app's identity could not get a token for the storage account; check AzureWebJobsStorage__clientId, and that the identity exists.",
            StorageFailure.Describe(failure));
    }
}
