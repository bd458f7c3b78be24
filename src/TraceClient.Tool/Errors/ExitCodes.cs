namespace TraceClient.Tool;

/// <summary>Defines the exit codes.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Authentication = 4;
    public const int Network = 5;
    public const int Interrupted = 130;
}
