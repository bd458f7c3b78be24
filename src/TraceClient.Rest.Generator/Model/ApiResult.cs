namespace TraceClient.Rest.Generator;

/// <summary>What a method makes of the answer.</summary>
internal enum ApiResult
{
    /// <summary><c>Task</c>: the status alone counts.</summary>
    Nothing,

    /// <summary><c>Task&lt;T&gt;</c>: the body.</summary>
    Value,

    /// <summary><c>Task&lt;ApiResponse&lt;T&gt;&gt;</c>: body, status and headers.</summary>
    Response,

    /// <summary><c>IAsyncEnumerable&lt;T&gt;</c>: the elements of the body.</summary>
    Stream,
}
