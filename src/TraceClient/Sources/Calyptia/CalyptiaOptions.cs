namespace TraceClient;

/// <summary>Options for Calyptia Core.</summary>
public sealed class CalyptiaOptions : TraceSourceOptions
{
    /// <summary>Gets or sets how a token is sent.</summary>
    /// <value>The default is <see cref="CalyptiaTokenKind.Detect"/>.</value>
    public CalyptiaTokenKind TokenKind { get; set; }

    /// <summary>Gets or sets the project whose pipelines are listed.</summary>
    /// <value>The default is null: a project token says which; a user's token lists all projects of the user.</value>
    public string? ProjectId { get; set; }

    /// <summary>Gets the pipelines whose trace sessions are listed.</summary>
    /// <value>The default is empty: all pipelines of the project.</value>
    public IList<string> PipelineIds { get; } = [];

    /// <summary>Gets or sets how many records or sessions a page has, from 1 to 1,000; the service may send fewer.</summary>
    /// <value>The default is 100.</value>
    [Values(1, 1000, "must be from 1 to 1000")]
    public int PageSize { get; set; } = 100;

    /// <summary>Gets or sets the time without an event after which a further
    /// event under the same trace id is taken for another chunk.</summary>
    /// <value>The default is 1 minute.</value>
    [Values(1e-7, double.MaxValue, "must be more than 0")]
    public TimeSpan ChunkGap { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Specifies the kind of token that is sent to Calyptia, and with it the header.</summary>
public enum CalyptiaTokenKind
{
    /// <summary>Detected from the token: a project token is a base64url JSON with a
    /// <c>ProjectID</c>, a dot and a signature; anything else is a user's.</summary>
    Detect,

    /// <summary>A user's token: <c>Authorization: Bearer …</c></summary>
    User,

    /// <summary>A project's token: <c>X-Project-Token: …</c></summary>
    Project,
}
