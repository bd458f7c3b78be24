using System.Net.Sockets;

namespace TraceClient.PostgreSql;

/// <summary>Makes the exceptions of the SDK of those of PostgreSQL. No message has data of rows, or a password.</summary>
internal static class PostgreSqlErrors
{
    /// <summary>Gets whether an exception comes from the database or the connection to it.</summary>
    public static bool IsOfDatabase(Exception exception) => exception is NpgsqlException or IOException or SocketException
        or TimeoutException or InvalidOperationException and not ObjectDisposedException or InvalidCastException
        or NotSupportedException or System.Security.Authentication.AuthenticationException;

    /// <summary>Gets whether the same operation may succeed a moment later.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException error => error.IsTransient || error.SqlState is PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.IdleSessionTimeout
            || error.SqlState.StartsWith("08", StringComparison.Ordinal),

        // A timeout is not repeated here: the same statement would take as long again.
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException error => error.IsTransient || error.InnerException is IOException or SocketException,
        IOException or SocketException => true,
        _ => false,
    };

    public static TraceClientException ToTraceClientException(Exception exception, string target, string operation)
    {
        if (exception is not PostgresException error)
            return ToTransportException(exception, target, operation);

        // The message of the server can quote what was stored, so it is kept only where it cannot.
        return error.SqlState switch
        {
            ['2', '2', ..] or ['2', '3', ..] or ['5', '4', ..] => new TraceValidationException(
                $"PostgreSQL at {target} rejected the data with error {error.SqlState}. Nothing of it is stored.")
            {
                Operation = operation,
                ErrorCode = error.SqlState,
            },
            ['2', '8', ..] => new TraceAuthenticationException(
                $"PostgreSQL at {target} rejected the credentials with error {error.SqlState}. Check the user and the password.")
            {
                Operation = operation,
                ErrorCode = error.SqlState,
            },
            PostgresErrorCodes.InsufficientPrivilege => new TraceAuthorizationException(
                $"PostgreSQL at {target} denied the access: {error.MessageText}. Grant the user of the connection what it needs.",
                innerException: error)
            {
                Operation = operation,
                ErrorCode = error.SqlState,
            },
            _ => new TraceTransportException(
                $"PostgreSQL at {target} failed with error {error.SqlState}: {error.MessageText}.", error)
            {
                Operation = operation,
                IsTransient = IsTransient(error),
            },
        };
    }

    private static TraceTransportException ToTransportException(Exception exception, string target, string operation)
    {
        var isTimeout = exception is TimeoutException || exception.InnerException is TimeoutException;
        return new TraceTransportException(
            isTimeout
                ? $"PostgreSQL at {target} did not respond in time. Set a greater 'Command Timeout' in the connection string if it is busy."
                : $"There is no connection to PostgreSQL at {target} ({exception.GetType().Name}). "
                    + "Check the address, that the server is up, and the firewall.",
            exception)
        {
            Operation = operation,
            IsTransient = isTimeout || IsTransient(exception),
        };
    }
}
