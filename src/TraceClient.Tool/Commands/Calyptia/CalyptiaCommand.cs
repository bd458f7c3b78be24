using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>tracectl calyptia</c>: what only Calyptia has.</summary>
internal sealed class CalyptiaCommand : Command
{
    public CalyptiaCommand()
        : base("calyptia", "What only Calyptia Core has: trace sessions of pipelines.")
    {
        var session = new Command("session", "Trace sessions of a pipeline: its traces are recorded while one is active.");
        session.Add(new SessionStartCommand());
        session.Add(new SessionListCommand());
        session.Add(new SessionExtendCommand());
        session.Add(new SessionStopCommand());
        Add(session);
    }
}
