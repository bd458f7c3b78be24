namespace TraceClient.Http;

/// <summary>An object of a response that keeps the members which its type does not know.</summary>
internal interface IWireObject
{
    /// <summary>Gets or sets the members without a property, and known ones that could not be read; null where there are none.</summary>
    IDictionary<string, JsonElement>? Extensions { get; set; }
}
