using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl calyptia</c>.</summary>
internal sealed class CalyptiaCommand : Command
{
    public CalyptiaCommand()
        : base("calyptia", "Manage Calyptia Core.")
    {
        var session = new Command("session", "Manage the trace sessions of a pipeline. Its traces are recorded while a session is active.");
        session.Add(new SessionStartCommand());
        session.Add(new SessionListCommand());
        session.Add(new SessionExtendCommand());
        session.Add(new SessionStopCommand());
        Add(session);
    }
}
