using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction that was refused: none of its actions took effect.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            Checked(requestFailedException).Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        FailedTransactionActionIndex = IndexIn(requestFailedException.Message);
    }

    /// <summary>0-based; null where the service named no action.</summary>
    public int? FailedTransactionActionIndex { get; }

    /// <summary>The service starts its message with the action's number: "2:The specified entity already exists."</summary>
    private static int? IndexIn(string message)
    {
        var digits = 0;
        while (digits < message.Length && char.IsAsciiDigit(message[digits]))
        {
            digits++;
        }

        return digits > 0 && digits < message.Length && message[digits] == ':'
            && int.TryParse(message.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
    }

    private static RequestFailedException Checked(RequestFailedException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception;
    }
}
