namespace TraceClient.Testing;

/// <summary>Represents the valid token of each service. Requests with any other token fail with 401.</summary>
public sealed class SimulatorTokens
{
    private volatile string _calyptia;
    private volatile string _kubiya;
    private volatile string _galtea;
    private int _rotations;

    internal SimulatorTokens(string calyptia, string kubiya, string galtea) => (_calyptia, _kubiya, _galtea) = (calyptia, kubiya, galtea);

    /// <summary>Gets or sets the token of Calyptia, for <c>Authorization: Bearer</c> and <c>X-Project-Token</c>.</summary>
    /// <value>The default is a project token, whose first part contains the id of the project.</value>
    public string Calyptia
    {
        get => _calyptia;
        set => _calyptia = value;
    }

    /// <summary>Gets or sets the token of Kubiya, for <c>Authorization: Bearer</c> and <c>Authorization: UserKey</c>.</summary>
    public string Kubiya
    {
        get => _kubiya;
        set => _kubiya = value;
    }

    /// <summary>Gets or sets the token of Galtea, for <c>Authorization: Bearer</c>.</summary>
    public string Galtea
    {
        get => _galtea;
        set => _galtea = value;
    }

    /// <summary>Gets or sets the token of a service.</summary>
    /// <param name="service">The service.</param>
    public string this[SimulatedService service]
    {
        get => service switch { SimulatedService.Calyptia => Calyptia, SimulatedService.Kubiya => Kubiya, _ => Galtea };
        set
        {
            switch (service)
            {
                case SimulatedService.Calyptia:
                    Calyptia = value;
                    break;
                case SimulatedService.Kubiya:
                    Kubiya = value;
                    break;
                default:
                    Galtea = value;
                    break;
            }
        }
    }

    /// <summary>Replaces the token of a service with a new one.</summary>
    /// <param name="service">The service.</param>
    /// <returns>The new token.</returns>
    public string Rotate(SimulatedService service) => this[service] = $"{this[service]}r{Interlocked.Increment(ref _rotations)}";
}
