namespace TraceClient.Calyptia;

/// <summary>What an output says of a delivery. 0 is an error or says nothing, which cannot be told apart.</summary>
internal static class CalyptiaReturnCodes
{
    public const long Ok = 1;

    public const long Retry = 2;
}
