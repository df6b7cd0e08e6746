namespace Azure.Data.Tables.Http;

internal sealed class NoValueResponse<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The entity does not exist, so the response has no value.");

    public override Response GetRawResponse() => response;
}
