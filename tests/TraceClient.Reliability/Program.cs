using System.CommandLine;
using TraceClient.Reliability.Fuzz;
using TraceClient.Reliability.Matrix;
using TraceClient.Reliability.Soak;

var root = new RootCommand("Shows that every operation of TraceClient ends as docs/errors.md says, whatever a service sends.")
{
    FuzzCommand.Create(),
    MatrixCommand.Create(),
    SoakCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
