namespace TraceClient;

/// <summary>The filters of a <see cref="TraceQuery"/>, to say which of them a source applies itself.</summary>
[Flags]
public enum TraceFilters
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="TraceQuery.From"/> and <see cref="TraceQuery.To"/>.</summary>
    Time = 1,

    /// <summary><see cref="TraceQuery.Status"/>.</summary>
    Status = 2,

    /// <summary><see cref="TraceQuery.Name"/>.</summary>
    Name = 4,

    /// <summary><see cref="TraceQuery.Text"/>.</summary>
    Text = 8,

    /// <summary><see cref="TraceQuery.SpanType"/>.</summary>
    SpanType = 16,

    /// <summary><see cref="TraceQuery.SessionId"/>.</summary>
    Session = 32,

    /// <summary><see cref="TraceQuery.ServiceName"/>.</summary>
    Service = 64,

    /// <summary><see cref="TraceQuery.User"/>.</summary>
    User = 128,

    /// <summary><see cref="TraceQuery.ErrorsOnly"/>.</summary>
    Errors = 256,

    /// <summary>All of them.</summary>
    All = Time | Status | Name | Text | SpanType | Session | Service | User | Errors,
}
