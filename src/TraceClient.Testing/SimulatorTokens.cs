namespace TraceClient.Testing;

/// <summary>The token that each service takes at the moment. Set one, and the old is answered with 401 from then on.</summary>
public sealed class SimulatorTokens
{
    private volatile string _calyptia;
    private volatile string _kubiya;
    private volatile string _galtea;
    private int _rotations;

    internal SimulatorTokens(string calyptia, string kubiya, string galtea) => (_calyptia, _kubiya, _galtea) = (calyptia, kubiya, galtea);

    /// <summary>Taken as <c>Authorization: Bearer</c> and as <c>X-Project-Token</c>;
    /// at first a project token, whose first part holds the project's id.</summary>
    public string Calyptia
    {
        get => _calyptia;
        set => _calyptia = value;
    }

    /// <summary>Taken as <c>Authorization: Bearer</c> and <c>Authorization: UserKey</c>.</summary>
    public string Kubiya
    {
        get => _kubiya;
        set => _kubiya = value;
    }

    /// <summary>Taken as <c>Authorization: Bearer</c>.</summary>
    public string Galtea
    {
        get => _galtea;
        set => _galtea = value;
    }

    /// <summary>The token of one service.</summary>
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

    /// <summary>Replaces a service's token by a new one.</summary>
    /// <returns>The new token.</returns>
    public string Rotate(SimulatedService service) => this[service] = $"{this[service]}r{Interlocked.Increment(ref _rotations)}";
}
