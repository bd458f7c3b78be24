namespace TraceClient.Tool;

/// <summary>Creates the errors that a browser shows.</summary>
internal static class WebError
{
    /// <summary>The code of an error whose message is not shown.</summary>
    public const string UnexpectedCode = "unexpected";

    /// <summary>Returns the error of an exception. Only messages of this program and of the SDK are shown: they have no secrets.</summary>
    public static ErrorReport Of(Exception exception) => exception is TraceClientException or ToolException or ReportedException
        ? ErrorReport.Of(exception)
        : new ErrorReport(ExitCodes.Failure, UnexpectedCode, $"An unexpected error occurred: {exception.GetType().Name}.");
}
